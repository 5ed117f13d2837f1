"""What can change in an environment between two syncs: each drift is a small named function."""

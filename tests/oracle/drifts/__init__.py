"""What can happen to an environment between two syncs: each drift is one small named function."""

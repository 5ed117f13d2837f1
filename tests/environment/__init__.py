"""An environment as it stands on the disk."""

"""Reading an environment on disk."""

"""What joins files, environment and drift."""

"""State: what joins files, environment and drift."""

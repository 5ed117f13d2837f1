"""Rules for the repository's files; each reports file and line, and is shown to be able to fail."""

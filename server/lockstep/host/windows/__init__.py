"""The code that runs on Windows alone."""

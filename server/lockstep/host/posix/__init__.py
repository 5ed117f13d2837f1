"""The code that runs on Linux and macOS alone."""

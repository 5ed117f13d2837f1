"""The code for Linux and macOS only."""

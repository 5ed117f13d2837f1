"""The code for Windows only."""

"""Reads uv's settings, Pythons and environments, and runs uv for answers."""

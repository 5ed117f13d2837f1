"""Builds uv's commands, and parses uv's output."""

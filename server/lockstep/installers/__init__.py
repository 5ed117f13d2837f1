"""Builds the commands of each installer, and parses its output. Pure."""

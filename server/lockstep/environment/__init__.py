"""Reads an environment, without running its Python: its place, packages and marker values."""

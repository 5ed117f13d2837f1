"""Computes findings and changes from expected and installed packages. Pure."""

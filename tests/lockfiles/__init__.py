"""Readers: text to values."""

"""Parsers: from text to values."""

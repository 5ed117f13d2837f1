"""Edits of a manifest after its lockfile was written."""

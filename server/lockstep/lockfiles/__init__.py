"""Parses manifests, lockfiles and settings. Pure. Parsers never fail on invalid text."""

"""Doing what a plan says, and undoing it where it fails."""

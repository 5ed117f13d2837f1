"""Versions, specifiers, requirements and markers: the answers of `packaging`, also without it."""

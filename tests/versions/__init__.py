"""Versions, specifiers, requirements and markers: the results of `packaging`, also without it."""

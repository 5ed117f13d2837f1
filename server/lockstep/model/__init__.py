"""The values that the other packages exchange. No I/O, no clock, no log, no platform.

They are named tuples instead of frozen dataclasses: also immutable, but five times as fast to
create, and importing `dataclasses` takes longer than checking a small project.
"""

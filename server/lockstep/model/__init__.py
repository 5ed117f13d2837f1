"""Values: what the rest of Lockstep talks about. No I/O, no clock, no log, no platform.

They are named tuples rather than frozen dataclasses: as immutable, and cheap enough that
a check of hundreds of packages in a fresh process stays within a few dozen milliseconds.
"""

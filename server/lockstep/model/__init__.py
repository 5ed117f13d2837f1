"""The values that the other packages exchange. No I/O, no clock, no log, no platform.

They are named tuples rather than frozen dataclasses: just as immutable, but so cheap to create that
a check of hundreds of packages in a new process takes only a few dozen milliseconds.
"""

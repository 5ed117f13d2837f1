"""Linux and macOS: times of files, names of programs."""

from __future__ import annotations

import os
import sys

LOADABLE: tuple[str, ...] = ()
"""What the names of files end with that programs load and so keep from being deleted."""

_AT_FDCWD = -100
_STATX_BTIME = 0x800
_STATX_SIZE = 256
_BORN_AT = 80


def changed_ns(path: str) -> int:
    """When a file last changed, in nanoseconds: the ctime, which no program can set back."""
    return os.stat(path).st_ctime_ns


def born_ns(path: str) -> int | None:
    """When a folder was made, in nanoseconds; None where nobody tells.

    Before Python 3.12 macOS gives a float, which cannot hold nanoseconds.
    """
    if sys.platform == "linux":
        return _statx_born(path)
    found = getattr(os.stat(path), "st_birthtime_ns", None)
    return found if isinstance(found, int) else None


def _statx_born(path: str) -> int | None:
    """The birth time by statx(2), for which Python before 3.15 has no function.

    `struct statx` begins with a mask of what is known; at byte 80 stands the birth time.
    """
    # Rarely needed, and as slow to import as a whole check of a small project.
    import ctypes
    import struct

    statx = getattr(ctypes.CDLL(None), "statx", None)
    found = ctypes.create_string_buffer(_STATX_SIZE)
    if statx is None or statx(_AT_FDCWD, os.fsencode(path), 0, _STATX_BTIME, found) != 0:
        return None
    (mask,) = struct.unpack_from("=I", found.raw, 0)
    seconds, nanoseconds = struct.unpack_from("=qI", found.raw, _BORN_AT)
    return int(seconds) * 1_000_000_000 + int(nanoseconds) if mask & _STATX_BTIME else None


def executable_names(name: str) -> tuple[str, ...]:
    """The file names that a program may have."""
    return (name,)

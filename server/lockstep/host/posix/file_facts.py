"""Times of files and names of programs, on Linux and macOS."""

from __future__ import annotations

import os
import sys

LOADABLE: tuple[str, ...] = ()
"""The extensions of files that cannot be deleted while a program has them loaded: none here."""

_AT_FDCWD = -100
_STATX_BTIME = 0x800
_STATX_SIZE = 256
_BORN_AT = 80


def changed_ns(path: str) -> int:
    """The ctime of a file in epoch nanoseconds, which programs cannot set; follows links.

    Raises:
        OSError: there is no such file, or it cannot be examined.
    """
    return os.stat(path).st_ctime_ns


def born_ns(path: str) -> int | None:
    """The creation time of a folder in epoch nanoseconds; None if the system does not report it.

    On macOS it needs Python 3.12: before, it is a float, which is not precise enough. On Linux the
    result is None also if there is no such folder.

    Raises:
        OSError: on macOS, there is no such folder, or it cannot be examined.
    """
    if sys.platform == "linux":
        return _statx_born(path)
    found = getattr(os.stat(path), "st_birthtime_ns", None)
    return found if isinstance(found, int) else None


def _statx_born(path: str) -> int | None:
    """The creation time by statx(2), which Python has no function for before 3.15; None if unknown.

    `struct statx` begins with the mask of the fields that are set; the birth time is at byte 80.
    """
    # Imported late: rarely needed, and the import takes as long as the check of a small project.
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
    """The file names that a program may have on this system: only the name itself."""
    return (name,)

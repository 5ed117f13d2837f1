"""Times of files and names of programs, on Windows."""

from __future__ import annotations

import os

LOADABLE: tuple[str, ...] = (".exe", ".dll", ".pyd")
"""The extensions of files that cannot be deleted while a program has them loaded."""


def changed_ns(path: str) -> int:
    """The mtime of a file in epoch nanoseconds: Python gives no ctime on Windows. Follows links.

    Raises:
        OSError: there is no such file, or it cannot be examined.
    """
    return os.stat(path).st_mtime_ns


def born_ns(path: str) -> int | None:
    """The creation time of a folder in epoch nanoseconds; never None on Windows.

    Raises:
        OSError: there is no such folder, or it cannot be examined.
    """
    found = os.stat(path)
    born = getattr(found, "st_birthtime_ns", None)
    # Before Python 3.12 st_ctime is the creation time.
    return born if isinstance(born, int) else found.st_ctime_ns


def executable_names(name: str) -> tuple[str, ...]:
    """The file names that a program may have on this system: the name with `.exe`."""
    return (f"{name}.exe",)

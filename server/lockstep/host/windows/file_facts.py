"""Windows: times of files, names of programs."""

from __future__ import annotations

import os

LOADABLE: tuple[str, ...] = (".exe", ".dll", ".pyd")
"""What the names of files end with that programs load and so keep from being deleted."""


def changed_ns(path: str) -> int:
    """When a file last changed, in nanoseconds: the mtime, Windows has no ctime to stat."""
    return os.stat(path).st_mtime_ns


def born_ns(path: str) -> int | None:
    """When a folder was made, in nanoseconds."""
    found = os.stat(path)
    born = getattr(found, "st_birthtime_ns", None)
    # Before 3.12 the creation time stood in st_ctime.
    return born if isinstance(born, int) else found.st_ctime_ns


def executable_names(name: str) -> tuple[str, ...]:
    """The file names that a program may have."""
    return (f"{name}.exe",)

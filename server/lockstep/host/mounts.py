"""Whether a folder is a mount point, also one of a folder of the same disk."""

from __future__ import annotations

import os
import re
import sys

_MOUNTS = "/proc/self/mountinfo"
_OCTAL = re.compile(r"\\([0-7]{3})")
_MOUNT_POINT = 4


def is_mount_point(path: str) -> bool:
    """Whether something is mounted at a path.

    A bind mount has the device number of the disk that its folder lies on, and still nothing can be
    renamed across it (EXDEV): only the list of mounts tells (proc(5), `mountinfo`).
    """
    if os.path.ismount(path):
        return True
    return sys.platform == "linux" and os.path.realpath(path) in _mount_points()


def _mount_points() -> set[str]:
    try:
        with open(_MOUNTS, encoding="utf-8", errors="surrogateescape") as file:
            lines = [line.split(" ") for line in file]
    except OSError:
        return set()
    return {_plain(it[_MOUNT_POINT]) for it in lines if len(it) > _MOUNT_POINT}


def _plain(text: str) -> str:
    """A path without the escapes of the list: spaces and the like are octal numbers there."""
    return _OCTAL.sub(lambda found: chr(int(found[1], 8)), text)

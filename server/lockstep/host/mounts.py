"""Detects mount points, bind mounts included."""

from __future__ import annotations

import errno
import os
import sys


def is_mount_point(path: str) -> bool:
    """Whether a path is a mount point, across which nothing can be renamed; False if unknown.

    A bind mount of the same disk has the same device number, so that `os.path.ismount` misses it.
    Therefore a rename of `.` is tried on Linux: the kernel checks for different mounts (EXDEV)
    before it refuses that name (EBUSY), so nothing is ever moved. A link counts as its target
    there. Other systems have only the answer of `os.path.ismount`.
    """
    if os.path.ismount(path):
        return True
    if sys.platform != "linux":
        return False
    place = os.path.realpath(path)
    try:
        os.rename(os.path.join(place, "."), os.path.join(os.path.dirname(place), "."))
    except OSError as mistake:
        return mistake.errno == errno.EXDEV
    return False

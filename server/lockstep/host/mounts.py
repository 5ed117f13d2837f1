"""Whether a folder is a mount point, also one of a folder of the same disk."""

from __future__ import annotations

import errno
import os
import sys


def is_mount_point(path: str) -> bool:
    """Whether something is mounted at a path.

    A bind mount has the device number of the disk that its folder lies on, and still nothing can be
    renamed across it. That is tried with the name `.`, which cannot be renamed: Linux tells the
    mounts apart (EXDEV) before it refuses the name (EBUSY), so that nothing can be moved.
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

"""Whether a folder is a mount point, also one of a folder of the same disk."""

from __future__ import annotations

import errno
import os

_NOTHING = ".lockstep-nothing"


def is_mount_point(path: str) -> bool:
    """Whether something is mounted at a path.

    A bind mount has the device number of the disk that its folder lies on, and still nothing can be
    renamed across it. That is tried with a file that is not there: Linux tells the mounts apart
    (EXDEV) before it looks for the file (ENOENT), so that nothing is ever moved.
    """
    if os.path.ismount(path):
        return True
    place = os.path.realpath(path)
    try:
        os.rename(os.path.join(place, _NOTHING), os.path.join(os.path.dirname(place), _NOTHING))
    except OSError as mistake:
        return mistake.errno == errno.EXDEV
    return False

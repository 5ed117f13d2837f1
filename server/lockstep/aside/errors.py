"""The error for a file that cannot be set aside."""

from __future__ import annotations

import errno

_HELD = (errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY)


class Immovable(Exception):
    """A file or folder cannot be moved, probably because it is held.

    The transaction is rolled back then.

    Attributes:
        path: the absolute path of the file or folder.
        mistake: the error of the system.
    """

    def __init__(self, path: str, mistake: OSError) -> None:
        super().__init__(f"{path}: {mistake.strerror}")
        self.path = path
        self.mistake = mistake


def obstacle_of(path: str, mistake: OSError) -> Exception:
    """The exception to raise when a path cannot be moved.

    Args:
        path: the file or folder.
        mistake: the error of the system.

    Returns:
        `Immovable` if a holder may be the reason (EACCES, EPERM, EBUSY, ETXTBSY), else `mistake`
        itself: a full disk, a failing disk and a different file system have nothing to do with a
        holder.
    """
    return Immovable(path, mistake) if mistake.errno in _HELD else mistake

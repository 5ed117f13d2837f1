"""What stands in the way of setting something aside."""

from __future__ import annotations

import errno

_HELD = (errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY)


class Immovable(Exception):
    """The path of a file that is held and cannot even be renamed.

    It is the one thing that nothing here can get around; everything that was moved before goes
    back.
    """

    def __init__(self, path: str, mistake: OSError) -> None:
        super().__init__(f"{path}: {mistake.strerror}")
        self.path = path
        self.mistake = mistake


def obstacle_of(path: str, mistake: OSError) -> Exception:
    """What to raise where something cannot be moved: `Immovable` where a holder may be the reason.

    A full disk, a failing one or another file system are no holder's doing.
    """
    return Immovable(path, mistake) if mistake.errno in _HELD else mistake

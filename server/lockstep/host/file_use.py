"""The value for one file or folder that a process uses."""

from __future__ import annotations

from typing import NamedTuple

from ..model.holder import How

Identity = tuple[int, int]
"""Device and inode; on Windows volume and file index. All hard links of a file share it."""


class FileUse(NamedTuple):
    """One file or folder that a process uses.

    Attributes:
        how: as its image, mapped, open or as its working directory.
        path: the absolute path; of a deleted file the one that it had.
        identity: stays the same when the file is renamed or deleted.
        is_deleted: the system reports the file as deleted, which only Linux does.
    """

    how: How
    path: str
    identity: Identity
    is_deleted: bool = False

"""One file or folder that a process uses."""

from __future__ import annotations

from typing import NamedTuple

from ..model.holder import How

Identity = tuple[int, int]
"""Device and inode; on Windows volume and file index. The same for every link of a file."""


class FileUse(NamedTuple):
    """One file or folder that a process uses; a deleted one keeps its identity.

    `is_deleted` where the system says so; the path is the one that it had.
    """

    how: How
    path: str
    identity: Identity
    is_deleted: bool = False

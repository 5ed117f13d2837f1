"""What the disk says of a source beside the project, put together where I/O is allowed."""

from __future__ import annotations

from typing import NamedTuple


class LocalSource(NamedTuple):
    """A pinned archive or source tree, and the one that was installed.

    `path` and `installed_path` are real paths, so that links and case do not matter.
    """

    path: str
    installed_path: str = ""
    unchanged: bool = False

"""Detects symlinks and junctions, which may lead out of a folder."""

from __future__ import annotations

import os
import stat
import sys

from .long_paths import extended

# Windows deletes no hard link of a file that is running or loaded under any of its names.
LINKS_ARE_HELD_TOGETHER = sys.platform == "win32"

# IO_REPARSE_TAG_MOUNT_POINT: a junction, for which S_ISLNK is false.
_JUNCTION = 0xA0000003


def is_link(path: str) -> bool:
    """Whether a path is itself a symlink or a junction; False if it cannot be read."""
    try:
        return leads_elsewhere(os.lstat(extended(path)))
    except (OSError, ValueError):
        return False


def leads_elsewhere(found: os.stat_result) -> bool:
    """Whether the result of an lstat is that of a symlink or a junction."""
    return stat.S_ISLNK(found.st_mode) or getattr(found, "st_reparse_tag", 0) == _JUNCTION

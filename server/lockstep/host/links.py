"""Links: what leads elsewhere, so that nobody goes through it who wants to stay."""

from __future__ import annotations

import os
import stat
import sys

from .long_paths import extended

# Windows deletes no name of a file that somebody runs under another one.
LINKS_ARE_HELD_TOGETHER = sys.platform == "win32"

# The tag of a junction, which Windows shows to most programs as a folder.
_JUNCTION = 0xA0000003


def is_link(path: str) -> bool:
    """Whether a path is itself a link or a junction."""
    try:
        return leads_elsewhere(os.lstat(extended(path)))
    except (OSError, ValueError):
        return False


def leads_elsewhere(found: os.stat_result) -> bool:
    """Whether a status, which did not follow links, is that of a link or a junction."""
    return stat.S_ISLNK(found.st_mode) or getattr(found, "st_reparse_tag", 0) == _JUNCTION

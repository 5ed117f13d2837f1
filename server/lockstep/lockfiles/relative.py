"""Paths as uv.lock writes them: relative to the workspace's root, with forward slashes. Pure."""

from __future__ import annotations

import ntpath
import posixpath
from pathlib import PureWindowsPath


def relative_to(path: str, root: str, base: str = "") -> str:
    """A path (below `base` where it is relative) as seen from the root; `.` for the root itself.

    Windows paths are told by their drive or server; their case does not matter. A path on another
    drive stays absolute.
    """
    windows = bool(PureWindowsPath(root).drive)
    module = ntpath if windows else posixpath
    full = module.normpath(module.join(base or root, path))
    try:
        found: str = module.relpath(full, root)
    except ValueError:
        found = full
    return found.replace("\\", "/") if windows else found

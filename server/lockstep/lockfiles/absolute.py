"""Paths of manifests and lockfiles, which may be relative, to absolute ones. Pure."""

from __future__ import annotations

import ntpath
import posixpath
from pathlib import PureWindowsPath


def absolute(path: str, base: str) -> str:
    """A path as seen from a folder, without `.` and `..`, with forward slashes.

    Windows is told by the drive or the server of the folder; there case does not matter.
    """
    if PureWindowsPath(base).drive:
        full = ntpath.normpath(ntpath.join(base, path))
        return full.replace("\\", "/").lower()
    return posixpath.normpath(posixpath.join(base, path))

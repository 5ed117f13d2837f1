"""Paths of manifests and lockfiles, which may be relative, to absolute ones. Pure."""

from __future__ import annotations

import posixpath


def absolute(path: str, base: str) -> str:
    """A path as seen from a folder, without `.` and `..`, with forward slashes.

    Windows is told by the drive or the server of the folder; there case does not matter.
    """
    if _has_drive(base):
        import ntpath

        full = ntpath.normpath(ntpath.join(base, path))
        return full.replace("\\", "/").lower()
    return posixpath.normpath(posixpath.join(base, path))


def _has_drive(path: str) -> bool:
    """Whether a path begins with a drive or a server of Windows."""
    if path[1:2] != ":" and not {path[:1], path[1:2]} <= {"/", "\\"}:
        return False
    # Rare on every other system, where it need not be imported.
    from pathlib import PureWindowsPath

    return bool(PureWindowsPath(path).drive)

"""Makes paths in manifests and lockfiles absolute, without reading the disk. Pure."""

from __future__ import annotations

import posixpath


def absolute(path: str, base: str) -> str:
    """The absolute form of a path, without `.` and `..`, and with forward slashes.

    If the folder has a drive or a server, the rules of Windows apply, and the result is in lower
    case, since case does not matter there.

    Args:
        path: the path, relative to `base` or absolute.
        base: an absolute folder.
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
    # Imported late: rarely needed on other systems.
    from pathlib import PureWindowsPath

    return bool(PureWindowsPath(path).drive)

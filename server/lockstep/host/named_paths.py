r"""Decides which paths named in a project's files may be opened or examined at all.

A project may be a clone from an untrusted source. On Windows even a stat of `\\server\share\x`
sends the user's credentials to that server, and device names such as `CON` are special in every
folder. So a path on a share is refused, unless the folder it is relative to is on the same share.
Paths that the user names (arguments, variables, the workspace folder) are not checked here.
"""

from __future__ import annotations

import ntpath
import os
import re
import sys

_SHARE = re.compile(r"[\\/]{2}")
# `\\?\`, `\\.\` and `\??\`, the form that the Windows kernel itself uses.
_DEVICE_ROOT = re.compile(r"[\\/](?:[\\/][?.]|\?\?)(?:[\\/]|$)")
# Also with an extension or trailing spaces, by "Naming Files, Paths, and Namespaces"
# (learn.microsoft.com).
_DEVICE = re.compile(
    r"(?:^|[\\/:])(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|CLOCK\$|(?:COM|LPT)[0-9¹²³])"
    r" *(?:[.:\\/]|$)",
    re.IGNORECASE,
)

HAS_DEVICES = sys.platform == "win32"


def named_path(text: str, folder: str) -> str:
    """The path that a text in a project's file names; empty if it must not be examined.

    Args:
        text: the path as written in the file.
        folder: the folder to which `text` is relative, unless it is absolute.

    Returns:
        Both joined, but not normalized; empty if `may_be_looked_at` is False.
    """
    return os.path.join(folder, text) if may_be_looked_at(text, folder) else ""


def may_be_looked_at(text: str, folder: str, *, has_devices: bool = HAS_DEVICES) -> bool:
    """Whether a path is on this machine or on the same share as a folder, and is no device.

    False for a path with a null character too. The rules for shares apply on every system, so that
    tests cover them everywhere.

    Args:
        text: the path as written in a file of the project.
        folder: the folder to which it is relative.
        has_devices: names such as `NUL` are devices, as on Windows.
    """
    if "\0" in text or _DEVICE_ROOT.match(text):
        return False
    if _SHARE.match(text) and (not _share(text) or _share(text) != _share(folder)):
        return False
    return not (has_devices and is_device(text))


def is_device(text: str) -> bool:
    """Whether a component of a path is a device name on Windows, such as `NUL` or `nul.txt`."""
    return _DEVICE.search(text) is not None


def _share(path: str) -> str:
    """Server and share of a path in lower case; empty if it is not on a share."""
    if not _SHARE.match(path) or _DEVICE_ROOT.match(path):
        return ""
    drive = ntpath.splitdrive(path.replace("/", "\\"))[0]
    return drive.lower()

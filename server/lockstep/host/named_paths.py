r"""Which paths that a text of a project names may be looked at: the one place that decides it.

A project may be a clone that somebody else made. On Windows to open, and even to look at,
`\\server\share\x` sends the user's credentials to that server, and names of devices such as `CON`
are no files in any folder. So nothing is looked at on a share that a text names, unless the folder
that the text counts from lies on the same share. What the user names, as an argument, in a variable
or as the folder of the workspace, is not asked about here.
"""

from __future__ import annotations

import ntpath
import os
import re
import sys

_SHARE = re.compile(r"[\\/]{2}")
# `\\?\`, `\\.\` and the form that the kernel of Windows uses itself.
_DEVICE_ROOT = re.compile(r"[\\/](?:[\\/][?.]|\?\?)(?:[\\/]|$)")
# With any ending, also behind spaces: "Naming Files, Paths, and Namespaces" of Windows' manual.
_DEVICE = re.compile(
    r"(?:^|[\\/:])(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|CLOCK\$|(?:COM|LPT)[0-9¹²³])"
    r" *(?:[.:\\/]|$)",
    re.IGNORECASE,
)

HAS_DEVICES = sys.platform == "win32"


def named_path(text: str, folder: str) -> str:
    """The path that a text names as seen from a folder; empty where it must not be looked at."""
    return os.path.join(folder, text) if may_be_looked_at(text, folder) else ""


def may_be_looked_at(text: str, folder: str, *, has_devices: bool = HAS_DEVICES) -> bool:
    """Whether what a text names lies on this machine, or on the share of the folder.

    The rules of Windows hold everywhere, so that a test on any system sees them; `has_devices`
    tells whether names such as `NUL` are devices, which elsewhere are names like any other.
    """
    if "\0" in text or _DEVICE_ROOT.match(text):
        return False
    if _SHARE.match(text) and (not _share(text) or _share(text) != _share(folder)):
        return False
    return not (has_devices and is_device(text))


def is_device(text: str) -> bool:
    """Whether a part of a path is one that Windows takes for a device in any folder."""
    return _DEVICE.search(text) is not None


def _share(path: str) -> str:
    """Server and share of a path, in small letters; empty for other paths."""
    if not _SHARE.match(path) or _DEVICE_ROOT.match(path):
        return ""
    drive = ntpath.splitdrive(path.replace("/", "\\"))[0]
    return drive.lower()

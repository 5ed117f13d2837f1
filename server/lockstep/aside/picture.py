"""An environment as it stands on the disk: by it a restore knows what is new and what changed."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from typing import NamedTuple

from ..host.links import leads_elsewhere

BYTECODE = "__pycache__"
DOT_LOCK = ".lock"


class Entry(NamedTuple):
    """One file, folder or link. `stamp` says whether a file is still the same one, unchanged.

    `kind` is `f`, `d`, `l` or `o` (other); `stamp` is inode, size and mtime of a file, the target
    of a link, and empty for a folder.
    """

    kind: str
    mode: int
    stamp: str


Picture = Mapping[str, Entry]
"""Entries by their path below the environment; bytecode and uv's own `.lock` are left out."""


def take_picture(root: str, room: str = "") -> dict[str, Entry]:
    """What lies below a folder; `room` is the aside folder, where that lies in it too."""
    found: dict[str, Entry] = {}
    folders = [""]
    while folders:
        folder = folders.pop()
        # By hand: joining paths would take as long as all the rest, of some ten thousand files.
        prefix = f"{folder}{os.sep}" if folder else ""
        with os.scandir(f"{root}{os.sep}{folder}") as entries:
            for it in entries:
                path = prefix + it.name
                if it.name == BYTECODE or path == DOT_LOCK or _is_room(it, room):
                    continue
                found[path] = entry = _of_status(_status(it), it.path)
                if entry.kind == "d":
                    folders.append(path)
    return found


def _is_room(entry: os.DirEntry[str], room: str) -> bool:
    return bool(room) and os.path.normpath(entry.path) == room


def look_at(path: str) -> Entry | None:
    """The entry at one path; None where there is nothing."""
    try:
        found = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return _of_status(found, path)


def _status(entry: os.DirEntry[str]) -> os.stat_result:
    found = entry.stat(follow_symlinks=False)
    # Of a scan Windows gives no inode.
    return found if found.st_ino else os.lstat(entry.path)


def _of_status(found: os.stat_result, path: str) -> Entry:
    mode = stat.S_IMODE(found.st_mode)
    if leads_elsewhere(found):
        return Entry("l", mode, os.readlink(path))
    if stat.S_ISREG(found.st_mode):
        return Entry("f", mode, f"{found.st_ino} {found.st_size} {found.st_mtime_ns}")
    if stat.S_ISDIR(found.st_mode):
        return Entry("d", mode, "")
    return Entry("o", mode, "")

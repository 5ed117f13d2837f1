"""What a scan of a folder tells of each entry without asking for it again.

An inventory of an environment is taken before every sync, of some ten thousand files: to ask the
system about each of them would take longer than the installer does.
"""

from __future__ import annotations

import os
import stat
import sys
from typing import Final

from .links import leads_elsewhere
from .long_paths import extended

Stamp = int | str
"""Another one where another file has taken the place of a file: its inode, or, on Windows, where
a scan gives no inode, size and time of the last change. A word for what is no file."""

FOLDER: Final = "folder"
OTHER: Final = "other"
LINK: Final = "link "
_FILE = "file "


def is_file(stamp: Stamp) -> bool:
    """Whether a stamp is that of a file, and not of a folder, a link or a device."""
    return isinstance(stamp, int) or stamp.startswith(_FILE)


def is_link_stamp(stamp: Stamp) -> bool:
    """Whether a stamp is that of a link or a junction."""
    return isinstance(stamp, str) and stamp.startswith(LINK)


if sys.platform == "win32":

    def stamps_in(folder: str) -> dict[str, Stamp]:
        """The stamps of what is in a folder, by name; a junction is a link."""
        with os.scandir(extended(folder)) as entries:
            return {it.name: _of_status(it.stat(follow_symlinks=False), it.path) for it in entries}

    def stamp_at(path: str) -> Stamp | None:
        """The stamp of what is at a path; None where there is nothing."""
        found = _status(path)
        return None if found is None else _of_status(found, path)

    def folder_mark(*_: object) -> str:
        """Always empty: a stamp holds times of files, and those change without their folder."""
        return ""

    def _of_status(found: os.stat_result, path: str) -> Stamp:
        if leads_elsewhere(found):
            return LINK + os.readlink(path)
        if stat.S_ISDIR(found.st_mode):
            return FOLDER
        is_plain = stat.S_ISREG(found.st_mode)
        return f"{_FILE}{found.st_size} {found.st_mtime_ns}" if is_plain else OTHER

else:

    def stamps_in(folder: str) -> dict[str, Stamp]:
        """The stamps of what is in a folder, by name."""
        with os.scandir(folder) as entries:
            return {
                it.name: it.inode() if it.is_file(follow_symlinks=False) else _of_no_file(it)
                for it in entries
            }

    def folder_mark(path: str, before_ns: int) -> str:
        """Another text when the names in a folder, or the files that they stand for, have changed.

        Empty where the folder has changed at `before_ns` (nanoseconds since 1970) or later, and
        where it cannot be looked at: listing it will say why.
        """
        try:
            found = os.lstat(path)
        except OSError:
            return ""
        changed = found.st_ctime_ns
        return f"{changed} {found.st_ino} {found.st_dev}" if changed < before_ns else ""

    def _of_no_file(entry: os.DirEntry[str]) -> str:
        if entry.is_dir(follow_symlinks=False):
            return FOLDER
        return LINK + os.readlink(entry.path) if entry.is_symlink() else OTHER

    def stamp_at(path: str) -> Stamp | None:
        """The stamp of what is at a path; None where there is nothing."""
        found = _status(path)
        if found is None:
            return None
        if leads_elsewhere(found):
            return LINK + os.readlink(path)
        if stat.S_ISDIR(found.st_mode):
            return FOLDER
        return found.st_ino if stat.S_ISREG(found.st_mode) else OTHER


def _status(path: str) -> os.stat_result | None:
    try:
        return os.lstat(extended(path))
    except (FileNotFoundError, NotADirectoryError):
        return None

"""Stamps identify files by what a scan of their folder returns, without a stat for each.

An inventory of some ten thousand files is taken before every transaction; a stat for each file
would take longer than the installer.
"""

from __future__ import annotations

import os
import stat
import sys
from typing import Final

from .links import leads_elsewhere
from .long_paths import extended

Stamp = int | str
"""Changes when a file is replaced by another. On POSIX the inode; on Windows, where a scan gives no
inode, "file SIZE MTIME". For anything but files: "folder", "link TARGET" or "other"."""

FOLDER: Final = "folder"
OTHER: Final = "other"
LINK: Final = "link "
_FILE = "file "


def is_file(stamp: Stamp) -> bool:
    """Whether this is the stamp of a regular file."""
    return isinstance(stamp, int) or stamp.startswith(_FILE)


def is_link_stamp(stamp: Stamp) -> bool:
    """Whether this is the stamp of a symlink or a junction."""
    return isinstance(stamp, str) and stamp.startswith(LINK)


if sys.platform == "win32":

    def stamps_in(folder: str) -> dict[str, Stamp]:
        """The stamps of a folder's entries by name; a junction counts as a link.

        Raises:
            OSError: the folder cannot be listed, or an entry cannot be examined.
        """
        with os.scandir(extended(folder)) as entries:
            return {it.name: _of_status(it.stat(follow_symlinks=False), it.path) for it in entries}

    def stamp_at(path: str) -> Stamp | None:
        """The stamp of one path, without following a link; None if nothing is there.

        Raises:
            OSError: it could not be found out.
        """
        found = _status(path)
        return None if found is None else _of_status(found, path)

    def folder_mark(*_: object) -> str:
        """The mark of a folder, always empty on Windows.

        Stamps contain times of files there, which change without a change of their folder's time.
        """
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
        """The stamps of a folder's entries by name.

        Raises:
            OSError: the folder cannot be listed, or a link in it cannot be read.
        """
        with os.scandir(folder) as entries:
            return {
                it.name: it.inode() if it.is_file(follow_symlinks=False) else _of_no_file(it)
                for it in entries
            }

    def folder_mark(path: str, before_ns: int) -> str:
        """A text that changes when an entry of a folder is added, removed or replaced.

        Args:
            path: the folder.
            before_ns: epoch nanoseconds. A folder that was changed then or later has no mark, since
                its time may miss a further change.

        Returns:
            The mark; empty if the folder has none, or could not be examined, which listing the
            folder will report.
        """
        # The ctime, unlike the mtime, cannot be set by a program.
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
        """The stamp of one path, without following a link; None if nothing is there.

        Raises:
            OSError: it could not be found out.
        """
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

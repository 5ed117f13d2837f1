"""Deletes a folder with its contents through file descriptors, so that no link is followed.

Between a check of a path and its deletion, another user of a shared folder can replace a folder by
a link. Therefore each folder is opened relative to its parent without following links (openat(2)
with O_NOFOLLOW), and left by `..`, which must be the folder that it was entered from.
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from typing import NamedTuple

from . import by_handle

assert sys.platform != "win32"

_OPENING = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_ALL = stat.S_IRWXU


class _Level(NamedTuple):
    """A folder on the way down: its name, device and inode, and its subfolders to be deleted."""

    name: str
    identity: tuple[int, int]
    left: list[str]


def delete_tree(path: str) -> bool:
    """Delete a file, or a folder with its contents; returns True if nothing is at the path then.

    Every entry is tried, also after one that could not be deleted. Only if a folder was moved
    during the deletion, the rest stays.
    """
    try:
        with by_handle.opened(path) as (place,):
            return _is_deleted(place)
    except FileNotFoundError:
        # It was not there, or another process has deleted a part of it during the walk.
        return not os.path.lexists(path)
    except OSError:
        return False


def _is_deleted(place: by_handle.Place) -> bool:
    if not _is_folder(place.name, place.folder):
        return _is_unlinked(place.name, place.folder)
    walk = _Walk(os.dup(place.folder))
    try:
        return walk.empties(place.name) and _is_removed(place.name, place.folder)
    finally:
        os.close(walk.here)


class _Walk:
    """A walk through folders; `here` is the descriptor of the present one.

    It goes step by step instead of recursing: folders may be nested deeper than Python's stack.
    """

    def __init__(self, here: int) -> None:
        self.here = here

    def empties(self, name: str) -> bool:
        """Delete the contents of a subfolder, as far as possible.

        Returns False if `..` was not the folder it was entered from, because a folder was moved
        during the walk: then the walk stops. True otherwise, even if entries could not be deleted.

        Raises:
            OSError: the subfolder cannot be opened or listed.
        """
        levels = [_Level("", _identity(self.here), [])]
        self._enter(name)
        levels.append(_Level(name, _identity(self.here), _unlink_files(self.here)))
        while len(levels) > 1:
            inner = levels[-1]
            if inner.left:
                name = inner.left.pop()
                # A folder that cannot be entered stays; the others are still deleted.
                with suppress(OSError):
                    self._enter(name)
                    levels.append(_Level(name, _identity(self.here), []))
                    levels[-1].left.extend(_unlink_files(self.here))
                continue
            levels.pop()
            self._open("..")
            if _identity(self.here) != levels[-1].identity:
                return False
            if len(levels) > 1:
                _is_removed(inner.name, self.here)
        return True

    def _enter(self, name: str) -> None:
        """Open a subfolder, to delete its entries.

        Raises:
            OSError: it is no longer a folder, or this user has no permission.
        """
        try:
            self._open(name)
        except PermissionError:
            # A read-only folder of the environment: setting aside keeps permissions.
            _make_accessible(name, self.here)
            self._open(name)
        with suppress(OSError):
            # Entries can be deleted only from a folder with write permission.
            if stat.S_IMODE(os.fstat(self.here).st_mode) & _ALL != _ALL:
                os.fchmod(self.here, _ALL)

    def _open(self, name: str) -> None:
        opened = os.open(name, _OPENING, dir_fd=self.here)
        os.close(self.here)
        self.here = opened


def _make_accessible(name: str, folder: int) -> None:
    """Give the owner of a subfolder all rights on it.

    Raises:
        OSError: it is a link or no folder, or belongs to another user.
    """
    if sys.platform == "linux":
        # Linux before 6.6 has no chmod that does not follow links.
        how = os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
        number = os.open(name, how, dir_fd=folder)
        try:
            os.chmod(f"/proc/self/fd/{number}", _ALL)
        finally:
            os.close(number)
    else:
        os.chmod(name, _ALL, dir_fd=folder, follow_symlinks=False)


def _unlink_files(here: int) -> list[str]:
    """Delete the files and links in a folder; returns the names of its subfolders."""
    with os.scandir(here) as entries:
        found = [(it.name, it.is_dir(follow_symlinks=False)) for it in entries]
    for name, is_folder in found:
        if not is_folder:
            _is_unlinked(name, here)
    return [name for name, is_folder in found if is_folder]


def _is_unlinked(name: str, folder: int) -> bool:
    with suppress(OSError):
        os.unlink(name, dir_fd=folder)
        return True
    return False


def _is_removed(name: str, folder: int) -> bool:
    with suppress(OSError):
        os.rmdir(name, dir_fd=folder)
        return True
    return False


def _is_folder(name: str, above: int) -> bool:
    return stat.S_ISDIR(os.stat(name, dir_fd=above, follow_symlinks=False).st_mode)


def _identity(folder: int) -> tuple[int, int]:
    found = os.fstat(folder)
    return found.st_dev, found.st_ino

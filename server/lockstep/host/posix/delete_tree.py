"""Deleting a folder and all in it by open folders, so that no link is followed on the way.

A path may lead elsewhere a moment after it was looked at: another user of a shared folder can put
a link in the place of a folder. Each folder is therefore opened from the one around it, links
excluded (openat(2) with O_NOFOLLOW), and left by `..`, which must be the folder it was entered
from.
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from typing import NamedTuple

assert sys.platform != "win32"

_OPENING = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_ALL = stat.S_IRWXU


class _Level(NamedTuple):
    """A folder on the way down: its name, what it is, and the folders in it that are left."""

    name: str
    identity: tuple[int, int]
    left: list[str]


def delete_tree(path: str) -> bool:
    """Delete what is at a path; whether it is gone.

    Every entry is tried, also after one that could not be deleted. Without recursion: folders may
    be nested deeper than Python calls.
    """
    folder, name = os.path.split(path)
    try:
        walk = _Walk(os.open(folder, _OPENING))
    except FileNotFoundError:
        return True
    except OSError:
        return False
    try:
        if not _is_folder(name, walk.here):
            return _is_unlinked(name, walk.here)
        return walk.empties(name) and _is_removed(name, walk.here)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    finally:
        os.close(walk.here)


class _Walk:
    """A way through folders; `here` is the open one."""

    def __init__(self, here: int) -> None:
        self.here = here

    def empties(self, name: str) -> bool:
        """Delete all in a folder, as far as that goes; whether the way led back here.

        It does not where a folder was moved in between: then nothing more is deleted.
        """
        levels = [_Level("", _identity(self.here), [])]
        self._enter(name)
        levels.append(_Level(name, _identity(self.here), _unlink_files(self.here)))
        while len(levels) > 1:
            inner = levels[-1]
            if inner.left:
                name = inner.left.pop()
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
        """Go into a folder whose entries are to be deleted.

        Raises:
            OSError: it is no folder any more, or is closed to this user.
        """
        try:
            self._open(name)
        except PermissionError:
            # It was closed when it was set aside.
            if not _is_folder(name, self.here):
                raise
            os.chmod(name, _ALL, dir_fd=self.here)
            self._open(name)
        with suppress(OSError):
            if stat.S_IMODE(os.fstat(self.here).st_mode) & _ALL != _ALL:
                os.fchmod(self.here, _ALL)

    def _open(self, name: str) -> None:
        opened = os.open(name, _OPENING, dir_fd=self.here)
        os.close(self.here)
        self.here = opened


def _unlink_files(here: int) -> list[str]:
    """Delete the entries of a folder that are no folders; the names of those that are."""
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

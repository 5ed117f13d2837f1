"""Tests for files and folders, for decisions on what is moved or deleted.

`os.path.exists` and its siblings return False for every error of the system; a single failed stat
would make a rollback drop what it should restore. These functions raise such errors instead, after
retries for half a second. Nothing exists at a path with a null character, below a file, or behind a
loop of links.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable

from .links import leads_elsewhere
from .long_paths import extended
from .retry import reading

_ABSENT = (FileNotFoundError, NotADirectoryError)


def exists(path: str) -> bool:
    """Whether there is a file, folder or link at a path, as `os.path.lexists`; follows no link.

    Raises:
        OSError: it could not be found out, even after retries.
    """
    return _status(path) is not None


def is_real_folder(path: str) -> bool:
    """Whether there is a folder at a path; False for a link or junction to one.

    Raises:
        OSError: it could not be found out, even after retries.
    """
    found = _status(path)
    return found is not None and stat.S_ISDIR(found.st_mode) and not leads_elsewhere(found)


def is_file_or_link(path: str) -> bool:
    """Whether there is a regular file, a symlink or a junction at a path.

    Raises:
        OSError: it could not be found out, even after retries.
    """
    found = _status(path)
    return found is not None and (stat.S_ISREG(found.st_mode) or leads_elsewhere(found))


def is_folder(path: str) -> bool:
    """Whether there is a folder at a path, or a link to one; False for a dead link.

    Raises:
        OSError: it could not be found out, even after retries.
    """
    found = _answer(lambda: os.stat(extended(path)))
    return found is not None and stat.S_ISDIR(found.st_mode)


def is_there(path: str) -> bool:
    """Whether something exists at a path; a dead link counts as nothing, as in `os.path.exists`.

    Raises:
        OSError: it could not be found out, even after retries.
    """
    return _answer(lambda: os.stat(extended(path))) is not None


def is_reachable(path: str) -> bool:
    """As `is_there`, but False if this user has no permission to find out.

    Raises:
        OSError: it could not be found out for another reason, even after retries.
    """
    try:
        return _answer(lambda: os.stat(extended(path))) is not None
    except PermissionError:
        return False


def is_gone(path: str) -> bool:
    """Whether something was deleted, alone or with its parent folder; nothing is retried.

    False if its disk or share may only be missing at the moment: the parent of its parent does not
    exist or is empty, or its parent is empty, as is a mount point without its disk. Also False for
    every path on a share of Windows, where an answer may take long, and if it could not be found
    out.
    """
    if os.path.splitdrive(path)[0].startswith("\\\\"):
        return False
    parent = os.path.dirname(path)
    try:
        above = os.path.dirname(parent)
        return _is_absent(path) and (_is_absent(parent) or _is_used(parent)) and _is_used(above)
    except (OSError, ValueError):
        return False


def _is_absent(path: str) -> bool:
    try:
        os.lstat(extended(path))
    except _ABSENT:
        return True
    return False


def _is_used(folder: str) -> bool:
    """Whether a folder has any entry."""
    with os.scandir(extended(folder)) as entries:
        return any(True for _ in entries)


def _status(path: str) -> os.stat_result | None:
    return _answer(lambda: os.lstat(extended(path)))


def _answer(ask: Callable[[], os.stat_result]) -> os.stat_result | None:
    """The result of a stat, with retries; None if nothing is at the path, as the module says."""
    try:
        return reading(ask)
    except (*_ABSENT, ValueError):
        # A path with a null character is no path (ValueError of `os`).
        return None
    except OSError as mistake:
        if mistake.errno != errno.ELOOP:
            raise
        return None

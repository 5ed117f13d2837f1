"""Whether something is at a path, where the answer decides what is moved or deleted.

`os.path.exists` and the like answer an error of the system with no; here it is raised.
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
    """Whether there is something at a path; a link counts, wherever it leads.

    Raises:
        OSError: the system does not tell, also after a moment.
    """
    return _status(path) is not None


def is_real_folder(path: str) -> bool:
    """Whether there is a folder at a path, and no link or junction to one.

    Raises:
        OSError: the system does not tell, also after a moment.
    """
    found = _status(path)
    return found is not None and stat.S_ISDIR(found.st_mode) and not leads_elsewhere(found)


def is_file_or_link(path: str) -> bool:
    """Whether there is a file or a link at a path.

    Raises:
        OSError: the system does not tell, also after a moment.
    """
    found = _status(path)
    return found is not None and (stat.S_ISREG(found.st_mode) or leads_elsewhere(found))


def is_folder(path: str) -> bool:
    """Whether a path leads to a folder.

    Raises:
        OSError: the system does not tell, also after a moment.
    """
    found = _answer(lambda: os.stat(extended(path)))
    return found is not None and stat.S_ISDIR(found.st_mode)


def is_there(path: str) -> bool:
    """Whether a path leads to something.

    Raises:
        OSError: the system does not tell, also after a moment.
    """
    return _answer(lambda: os.stat(extended(path))) is not None


def is_reachable(path: str) -> bool:
    """Whether a path leads to something that this user may see; a dead link leads to nothing.

    Raises:
        OSError: the system does not tell, also after a moment.
    """
    try:
        return _answer(lambda: os.stat(extended(path))) is not None
    except PermissionError:
        return False


def _status(path: str) -> os.stat_result | None:
    return _answer(lambda: os.lstat(extended(path)))


def _answer(ask: Callable[[], os.stat_result]) -> os.stat_result | None:
    """The status of something; None where there is nothing, or a link that leads to itself."""
    try:
        return reading(ask)
    except (*_ABSENT, ValueError):
        # A path with a null character is no path (ValueError of `os`).
        return None
    except OSError as mistake:
        if mistake.errno != errno.ELOOP:
            raise
        return None

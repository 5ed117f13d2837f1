"""Retries for conditions that pass by themselves, such as a virus scanner that opens a file."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable
from typing import TypeVar

READ_SECONDS = 0.5
_FIRST_PAUSE = 0.01
_DEFINITE = (
    *(errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ELOOP, errno.ENAMETOOLONG),
    *(errno.EINVAL, errno.EFBIG),
)
"""Errors that no retry changes: the file does not exist, is no file, or is too large."""

T = TypeVar("T")


def retrying(work: Callable[[], T], seconds: float, is_passing: Callable[[OSError], bool]) -> T:
    """Call a function and return its result; retry with growing pauses after errors that may pass.

    Args:
        work: the function.
        seconds: how long to retry.
        is_passing: whether an error may pass.

    Raises:
        OSError: of `work`; it cannot pass, or has not passed in time.
    """
    pause, until = _FIRST_PAUSE, time.monotonic() + seconds
    while True:
        try:
            return work()
        except OSError as mistake:
            if not is_passing(mistake) or time.monotonic() + pause > until:
                raise
            time.sleep(pause)
            pause *= 2


def reading(work: Callable[[], T]) -> T:
    """Call a function that reads and return its result; retry for half a second after an error.

    A virus scanner may hold the file for a moment.

    Raises:
        OSError: of `work`: at once if the file does not exist, is no file or is too large, or the
            path is impossible; else after the retries.
    """
    return retrying(work, READ_SECONDS, lambda mistake: mistake.errno not in _DEFINITE)


def poll_until(question: Callable[[], bool], seconds: float) -> bool:
    """Call a function every 10 ms until it returns True.

    Returns False if it has not after `seconds`; with 0 it is called once.
    """
    until = time.monotonic() + seconds
    while not question():
        if time.monotonic() + _FIRST_PAUSE > until:
            return False
        time.sleep(_FIRST_PAUSE)
    return True

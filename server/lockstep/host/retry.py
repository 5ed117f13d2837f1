"""Waiting for what passes by itself: a virus scanner, or another installer."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable
from typing import TypeVar

READ_SECONDS = 0.5
_FIRST_PAUSE = 0.01
_ANSWERS = (
    *(errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ELOOP, errno.ENAMETOOLONG),
    *(errno.EINVAL, errno.EFBIG),
)
"""That a file is not there, is something else, or is too large, does not pass."""

T = TypeVar("T")


def retrying(work: Callable[[], T], seconds: float, is_passing: Callable[[OSError], bool]) -> T:
    """Do something, again and again with growing pauses while what hinders it may pass.

    Raises:
        OSError: it does not pass, or not in time.
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
    """Read something, again for a moment where a scanner or a lack of handles may hinder it.

    Raises:
        OSError: it is not there, is something else, or cannot be read for longer.
    """
    return retrying(work, READ_SECONDS, lambda mistake: mistake.errno not in _ANSWERS)


def poll_until(question: Callable[[], bool], seconds: float) -> bool:
    """Ask until the answer is yes; False where it was no all that time."""
    until = time.monotonic() + seconds
    while not question():
        if time.monotonic() + _FIRST_PAUSE > until:
            return False
        time.sleep(_FIRST_PAUSE)
    return True

"""Waiting for what passes by itself: a virus scanner, or another installer."""

from __future__ import annotations

import time
from collections.abc import Callable

_FIRST_PAUSE = 0.01


def retrying(
    work: Callable[[], None], seconds: float, is_passing: Callable[[OSError], bool]
) -> None:
    """Do something, again and again with growing pauses while what hinders it may pass.

    Raises:
        OSError: it does not pass, or not in time.
    """
    pause, until = _FIRST_PAUSE, time.monotonic() + seconds
    while True:
        try:
            work()
        except OSError as mistake:
            if not is_passing(mistake) or time.monotonic() + pause > until:
                raise
            time.sleep(pause)
            pause *= 2
        else:
            return


def poll_until(question: Callable[[], bool], seconds: float) -> bool:
    """Ask until the answer is yes; False where it was no all that time."""
    until = time.monotonic() + seconds
    while not question():
        if time.monotonic() + _FIRST_PAUSE > until:
            return False
        time.sleep(_FIRST_PAUSE)
    return True

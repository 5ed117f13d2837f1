"""Trying again what a scanner, or a moment without handles, refuses only for a moment."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

PAUSES = (0.01, 0.02, 0.05, 0.1, 0.2)
_ANSWERS = (FileNotFoundError, NotADirectoryError, IsADirectoryError)
"""That there is none, or something else, is an answer: it does not pass."""

T = TypeVar("T")


def patiently(action: Callable[[], T]) -> T:
    """The result of an action, which is tried again for less than half a second.

    Raises:
        OSError: as the action did the last time.
    """
    for pause in PAUSES:
        try:
            return action()
        except _ANSWERS:
            raise
        except OSError:
            time.sleep(pause)
    return action()

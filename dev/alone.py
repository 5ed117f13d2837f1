"""An advisory lock between processes, so that parallel runs do not build the same thing twice."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO

from tools import HOUSE


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Hold the lock `name` of this clone, after waiting until no other process holds it."""
    folder = HOUSE / ".cache"
    folder.mkdir(exist_ok=True)
    with (folder / f"{name}.lock").open("wb") as file:
        _lock(file)
        # Closing the file releases the lock, also if the process is killed.
        yield


def _lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        is_locked = False
        while not is_locked:
            # `locking` gives up after ten seconds, so it is called again.
            with suppress(OSError):
                msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
                is_locked = True
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX)

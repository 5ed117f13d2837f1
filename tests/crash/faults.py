"""Faults of the system: one call of a transaction fails, or every one from a moment on."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from .power import EFFECTS, WRITING

# Python asks its audit hooks before it does any of these, and before each `open`.
_LOOKS = {"os.listdir", "os.scandir"}
# What a full disk refuses.
_MAKING = {"os.mkdir", "os.link", "os.symlink"}


class Faults:
    """Counts calls below a folder, and lets the one with a number fail; 0 lets none fail.

    `is_full`: from that call on nothing more can be written, as on a full disk.
    """

    def __init__(self, folder: str, number: int = 0, code: int = 0, *, is_full: bool) -> None:
        self.calls = 0
        self._folder = folder
        self._number = number
        self._code = errno.ENOSPC if is_full else code
        self._is_full = is_full
        self._is_paused = False

    def unharmed(self, install: Callable[[Path], None]) -> Callable[[Path], None]:
        """An installer is another process: its calls do not count."""

        def run(environment: Path) -> None:
            self._is_paused = True
            try:
                install(environment)
            finally:
                self._is_paused = False

        return run

    def heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        """An audit event of Python."""
        path = arguments[0] if arguments else None
        is_ours = isinstance(path, str) and path.startswith(self._folder)
        if is_ours and not self._is_paused and self._counts(event, arguments):
            self.count(path)

    def count(self, path: object) -> None:
        """One call is about to happen."""
        self.calls += 1
        is_now = self.calls >= self._number if self._is_full else self.calls == self._number
        if self._number and is_now and not self._is_paused:
            raise OSError(self._code, os.strerror(self._code), path)

    def _counts(self, event: str, arguments: tuple[Any, ...]) -> bool:
        if event == "open":
            flags = arguments[2]
            return not self._is_full or (isinstance(flags, int) and bool(flags & WRITING))
        return event in _MAKING if self._is_full else event in EFFECTS or event in _LOOKS


_running: list[Faults] = []


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    for faults in _running:
        faults.heard(event, arguments)


sys.addaudithook(_hook)


@contextmanager
def faulty(
    folder: str, number: int = 0, code: int = 0, *, is_full: bool = False
) -> Iterator[Faults]:
    """Run something on a system with a fault; nothing waits for it to pass."""
    faults = Faults(folder, number, code, is_full=is_full)
    fsync = os.fsync

    def counted(file: Any) -> None:
        faults.count(file)
        fsync(file)

    _running.append(faults)
    try:
        with patch.object(os, "fsync", counted), patch("lockstep.host.patience.PAUSES", (0, 0)):
            yield faults
    finally:
        _running.remove(faults)

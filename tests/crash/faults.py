"""Faults of the system: one call of a transaction fails, or every one from a moment on."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from .power import EFFECTS, WRITING, whole_path

# Python asks its audit hooks before it does any of these, and before each `open`.
_LOOKS = {"os.listdir", "os.scandir", "os.stat", "os.lstat"}
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

    def exempt(self, install: Callable[[Path], None]) -> Callable[[Path], None]:
        """An installer is another process: its calls do not count."""

        def run(environment: Path) -> None:
            self._is_paused = True
            try:
                install(environment)
            finally:
                self._is_paused = False

        return run

    def on_audit_event(self, event: str, arguments: tuple[Any, ...]) -> None:
        """An audit event of Python."""
        path = whole_path(event, arguments)
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
        faults.on_audit_event(event, arguments)


sys.addaudithook(_hook)


@contextmanager
def faulty(
    folder: str, number: int = 0, code: int = 0, *, is_full: bool = False
) -> Iterator[Faults]:
    """Run something on a system with a fault; nothing waits for it to pass."""
    faults = Faults(folder, number, code, is_full=is_full)
    with ExitStack() as stack:
        # No power is cut here, and some ten thousand files need not get to the disk.
        stack.enter_context(patch.object(os, "fsync", faults.count))
        stack.enter_context(patch("lockstep.host.retry.READ_SECONDS", 0))
        for name in ("stat", "lstat"):
            asking = _asking(faults, name, getattr(os, name))
            stack.enter_context(patch.object(os, name, asking))
            # `shutil` asks which of these functions can keep to a link.
            os.supports_follow_symlinks.add(asking)
            stack.callback(os.supports_follow_symlinks.remove, asking)
        _running.append(faults)
        stack.callback(_running.remove, faults)
        yield faults


def _asking(faults: Faults, name: str, ask: Callable[..., Any]) -> Callable[..., Any]:
    """`os.stat` and its kin, of which Python tells its audit hooks nothing."""

    def asking(path: Any, **options: Any) -> Any:
        faults.on_audit_event(f"os.{name}", (path,))
        return ask(path, **options)

    return asking

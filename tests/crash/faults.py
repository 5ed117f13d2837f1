"""System faults: one call of a transaction fails, or every call from one on."""

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

# Python raises audit events for these reads, and for each `open`.
_LOOKS = {"os.listdir", "os.scandir", "os.stat", "os.lstat"}
# Calls that fail on a full disk.
_MAKING = {"os.mkdir", "os.link", "os.symlink"}


class Faults:
    """Counts calls on paths below a folder, and makes the one with this number fail; 0 for none.

    `code` is the errno. `is_full`: from that call on every write fails with ENOSPC.
    """

    def __init__(self, folder: str, number: int = 0, code: int = 0, *, is_full: bool) -> None:
        self.calls = 0
        self._folder = folder
        self._number = number
        self._code = errno.ENOSPC if is_full else code
        self._is_full = is_full
        self._is_paused = False

    def exempt(self, install: Callable[[Path], None]) -> Callable[[Path], None]:
        """Wrap an installer: it stands for another process, so its calls do not count."""

        def run(environment: Path) -> None:
            self._is_paused = True
            try:
                install(environment)
            finally:
                self._is_paused = False

        return run

    def on_audit_event(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Count an audit event of Python if it is a call on a path below the folder."""
        path = whole_path(event, arguments)
        is_ours = isinstance(path, str) and path.startswith(self._folder)
        if is_ours and not self._is_paused and self._counts(event, arguments):
            self.count(path)

    def count(self, path: object) -> None:
        """Count a call that is about to happen, or make it fail."""
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
    """Run a block on a system with a fault, without waiting between retries."""
    faults = Faults(folder, number, code, is_full=is_full)
    with ExitStack() as stack:
        # No power is cut in these tests, so fsync, which is slow, only counts.
        stack.enter_context(patch.object(os, "fsync", faults.count))
        stack.enter_context(patch("lockstep.host.retry.READ_SECONDS", 0))
        for name in ("stat", "lstat"):
            asking = _asking(faults, name, getattr(os, name))
            stack.enter_context(patch.object(os, name, asking))
            # `shutil` looks up here whether a function accepts `follow_symlinks`.
            os.supports_follow_symlinks.add(asking)
            stack.callback(os.supports_follow_symlinks.remove, asking)
        _running.append(faults)
        stack.callback(_running.remove, faults)
        yield faults


def _asking(faults: Faults, name: str, ask: Callable[..., Any]) -> Callable[..., Any]:
    """A wrapper of `os.stat` or `os.lstat`, for which Python raises no audit event."""

    def asking(path: Any, **options: Any) -> Any:
        faults.on_audit_event(f"os.{name}", (path,))
        return ask(path, **options)

    return asking

"""A power cut: from some point on no effect reaches the disk."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

# Python raises audit events for these effects.
EFFECTS = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.chmod"}
_LISTING = {"os.scandir", "os.listdir"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def whole_path(event: str, arguments: tuple[Any, ...]) -> object:
    """The absolute path of an event, also where it has an open folder and a relative name."""
    path = arguments[0] if arguments else None
    folder = arguments[-1] if event in EFFECTS else path if event in _LISTING else None
    is_open = isinstance(folder, int) and folder >= 0 and Path("/proc/self/fd").is_dir()
    if not is_open or (isinstance(path, str) and Path(path).is_absolute()):
        return path
    opened = Path(f"/proc/self/fd/{folder}").readlink()
    return str(opened / path) if isinstance(path, str) else str(opened)


class PowerCut(BaseException):
    """The process ends here: no handler catches it, and no later effect happens."""


class Power:
    """Counts effects below a folder, and cuts before the one with this number; 0 never cuts."""

    def __init__(self, folder: str, cut_before: int = 0) -> None:
        self.effects = 0
        self._folder = folder
        self._cut_before = cut_before

    def spend(self) -> None:
        """Count an effect that is about to happen, or cut the power."""
        self.effects += 1
        if self._cut_before and self.effects >= self._cut_before:
            raise PowerCut

    def on_audit_event(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Count an audit event of Python if it is an effect below the folder."""
        if self._is_effect(event, arguments) and self._is_ours(whole_path(event, arguments)):
            self.spend()

    def _is_effect(self, event: str, arguments: tuple[Any, ...]) -> bool:
        if event == "open":
            flags = arguments[2]
            return isinstance(flags, int) and bool(flags & WRITING)
        return event in EFFECTS

    def _is_ours(self, path: object) -> bool:
        return isinstance(path, str) and path.startswith(self._folder)


_running: list[Power] = []


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    for power in _running:
        power.on_audit_event(event, arguments)


sys.addaudithook(_hook)


@contextmanager
def powered(folder: str, cut_before: int = 0) -> Iterator[Power]:
    """Run a block, and cut the power before the effect with this number."""
    power = Power(folder, cut_before)
    _running.append(power)
    try:
        # The effects that happened are not lost here, so fsync, which is slow, only counts.
        with patch.object(os, "fsync", lambda _: power.spend()):
            yield power
    finally:
        _running.remove(power)

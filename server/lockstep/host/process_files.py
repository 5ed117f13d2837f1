"""What processes use: their image, what they have mapped, what they have open, where they stand."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import psutil

from ..model.holder import How
from .file_use import FileUse

Source = Callable[[], Iterable[FileUse]]


class ProcessInfo(NamedTuple):
    """A process, its parent, and how it was started, as far as the system lets us see."""

    pid: int
    parent: int
    name: str
    command: tuple[str, ...]
    started: float


def all_file_uses(seconds: float) -> Iterator[tuple[int, tuple[FileUse, ...]]]:
    """What every process but our own uses, by its number; for so many seconds and no longer."""
    end = time.monotonic() + seconds
    for process in psutil.process_iter():
        if time.monotonic() > end:
            return
        if process.pid != os.getpid():
            uses: list[FileUse] = []
            for source in _sources(process):
                _tell(source, uses)
            yield process.pid, tuple(uses)


def pids_using(path: str) -> tuple[int, ...]:
    """Processes that use a file, by number, where the system itself has such a list: on Windows."""
    if sys.platform == "win32":
        from .windows.restart_manager import pids_using as listed

        return listed(path)
    return ()


def process_info(pid: int) -> ProcessInfo | None:
    """The process of a number; None where there is none, or it may not be looked at."""
    try:
        process = psutil.Process(pid)
        with process.oneshot():
            command = tuple(_command(process))
            parent = process.ppid() or 0
            return ProcessInfo(pid, parent, _name(process), command, process.create_time())
    except psutil.Error:
        return None


def _tell(source: Source, uses: list[FileUse]) -> None:
    """Take what a source tells; what it told before it was refused counts too."""
    try:
        uses.extend(source())
    except (OSError, psutil.Error):
        return


def _name(process: psutil.Process) -> str:
    try:
        return process.name()
    except (psutil.Error, OSError):
        # Wine does not say; the command does.
        return os.path.basename(next(iter(_command(process)), "?"))


def _command(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except (psutil.Error, OSError):
        return []


def _sources(process: psutil.Process) -> Iterator[Source]:
    """Who tells what a process uses, each by itself: one that is refused silences no other."""
    if sys.platform == "linux":
        from .posix.linux_process_files import uses_of

        yield lambda: uses_of(process.pid)
        return
    if sys.platform == "win32":
        from .windows.process_files import loaded_by

        yield lambda: loaded_by(process.pid)
    # Of elevated processes Windows tells this alone.
    yield lambda: _use_of_path("image", process.exe())
    yield lambda: _use_of_path("cwd", process.cwd())
    yield lambda: (use for it in process.open_files() for use in _use_of_path("open", it.path))


def _use_of_path(how: How, path: str) -> Iterator[FileUse]:
    try:
        found = os.stat(path)
    except OSError:
        return
    yield FileUse(how, path, (found.st_dev, found.st_ino))

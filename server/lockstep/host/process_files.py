"""Lists the files that processes use: image, mapped files, open files and working directory."""

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
    """A process, as far as the system allows reading it.

    Attributes:
        pid: its id.
        parent: the id of its parent; 0 if it has none.
        name: the name of its program; `?` if it cannot be read.
        command: its program and arguments; empty if they cannot be read.
        started: its start time in epoch seconds, which tells it from a later one with its id.
    """

    pid: int
    parent: int
    name: str
    command: tuple[str, ...]
    started: float


def all_file_uses(seconds: float) -> Iterator[tuple[int, tuple[FileUse, ...]]]:
    """The pid of every process except this one, with the files and folders that it uses.

    Files that cannot be found out are left out; a process of another user may have none.

    Args:
        seconds: stop after this time, even if processes are left.
    """
    end = time.monotonic() + seconds
    for process in psutil.process_iter():
        if time.monotonic() > end:
            return
        if process.pid != os.getpid():
            uses: list[FileUse] = []
            for source in _sources(process):
                _collect(source, uses)
            yield process.pid, tuple(uses)


def pids_using(path: str) -> tuple[int, ...]:
    """The ids of processes that use a file, by Windows' Restart Manager; empty on other systems.

    Also empty if that fails; at most 64.
    """
    if sys.platform == "win32":
        from .windows.restart_manager import pids_using as listed

        return listed(path)
    return ()


def process_info(pid: int) -> ProcessInfo | None:
    """The process with this id; None if there is none, or this user may not read it."""
    try:
        process = psutil.Process(pid)
        with process.oneshot():
            command = tuple(_command(process))
            parent = process.ppid() or 0
            return ProcessInfo(pid, parent, _name(process), command, process.create_time())
    except psutil.Error:
        return None


def _collect(source: Source, uses: list[FileUse]) -> None:
    """Add what a source yields, up to its first error."""
    try:
        uses.extend(source())
    except (OSError, psutil.Error):
        return


def _name(process: psutil.Process) -> str:
    try:
        return process.name()
    except (psutil.Error, OSError):
        # Wine does not implement it.
        return os.path.basename(next(iter(_command(process)), "?"))


def _command(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except (psutil.Error, OSError):
        return []


def _sources(process: psutil.Process) -> Iterator[Source]:
    """The sources for one process, separate so that an error in one does not stop the others."""
    if sys.platform == "linux":
        from .posix.linux_process_files import uses_of

        yield lambda: uses_of(process.pid)
        return
    if sys.platform == "win32":
        from .windows.process_files import loaded_by

        yield lambda: loaded_by(process.pid)
    # The only fact about elevated processes that Windows reveals.
    yield lambda: _use_of_path("image", process.exe())
    yield lambda: _use_of_path("cwd", process.cwd())
    yield lambda: (use for it in process.open_files() for use in _use_of_path("open", it.path))


def _use_of_path(how: How, path: str) -> Iterator[FileUse]:
    try:
        found = os.stat(path)
    except OSError:
        return
    yield FileUse(how, path, (found.st_dev, found.st_ino))

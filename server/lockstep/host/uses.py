"""What processes use: their image, what they have mapped, what they have open, where they stand."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import NamedTuple

import psutil

from ..model.holder import How
from .use import Use


class Seen(NamedTuple):
    """A process, its parent, and what it uses. `is_whole`: nothing of it was kept from us."""

    pid: int
    parent: int
    name: str
    command: tuple[str, ...]
    started: float
    uses: tuple[Use, ...]
    is_whole: bool = True


def all_processes() -> Iterator[Seen]:
    """Every process but our own; of others' only what the system lets us see."""
    for process in psutil.process_iter():
        if process.pid == os.getpid():
            continue
        try:
            with process.oneshot():
                yield _seen(process)
        except psutil.Error:
            continue


def _seen(process: psutil.Process) -> Seen:
    try:
        uses, is_whole = tuple(_uses(process)), True
    except (OSError, psutil.AccessDenied):
        uses, is_whole = (), False
    return Seen(
        process.pid,
        process.ppid() or 0,
        _name(process),
        tuple(_command(process)),
        process.create_time(),
        uses,
        is_whole,
    )


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


def _uses(process: psutil.Process) -> Iterator[Use]:
    if sys.platform == "linux":
        from .linux_uses import uses_of

        yield from uses_of(process.pid)
    else:
        yield from _uses_elsewhere(process)


def _uses_elsewhere(process: psutil.Process) -> Iterator[Use]:
    """psutil's own lists. Its memory_maps() is not asked: long paths crash it on Windows."""
    yield from _use_of_path("image", process.exe())
    yield from _use_of_path("cwd", process.cwd())
    for file in process.open_files():
        yield from _use_of_path("open", file.path)


def _use_of_path(how: How, path: str) -> Iterator[Use]:
    try:
        found = os.stat(path)
    except OSError:
        return
    yield Use(how, path, (found.st_dev, found.st_ino))

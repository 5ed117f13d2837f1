"""Manifest and lockfile: as they were before a sync, and as it wrote them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..host.files import read_bytes, replace_bytes
from .journal import Journal, JournalState
from .state_folder import StateFolder

_NOTHING = ""


def keep_project_files(
    state: StateFolder, journal: Journal, paths: Iterable[str]
) -> dict[str, int]:
    """Keep the bytes of files, so that they can return after a crash; each file's number."""
    numbers: dict[str, int] = {}
    for number, path in enumerate(paths, start=1):
        data = read_bytes(path)
        numbers[path] = 0 if data is None else number
        if data is not None:
            replace_bytes(state.kept(number), data)
    journal.write(files=numbers)
    return numbers


def digests(paths: Iterable[str]) -> dict[str, str]:
    """What files hold now; an empty text where there is none."""
    return {path: _digest(read_bytes(path)) for path in paths}


class RestoredFiles(NamedTuple):
    """Which files are not back yet, and which never will be, in words."""

    pending: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def restore_project_files(state: StateFolder, journaled: JournalState) -> RestoredFiles:
    """Let files be as they were, if they are still as the sync wrote them.

    A file that a step wrote which was cut off has no digest; it was that step's alone to write. One
    that cannot be read or written now is pending: its kept copy must stay.
    """
    pending: list[str] = []
    warnings: list[str] = []
    for path, number in journaled.files.items():
        try:
            warnings += _restored(state, journaled, path, number)
        except OSError as mistake:
            pending.append(path)
            name = os.path.basename(path)
            warnings.append(f"{name} could not be put back yet: {mistake.strerror}")
    return RestoredFiles(tuple(pending), tuple(warnings))


def _restored(state: StateFolder, journaled: JournalState, path: str, number: int) -> Iterator[str]:
    name = os.path.basename(path)
    before = read_bytes(state.kept(number)) if number else None
    if number and before is None:
        yield f"{name} could not be put back: what was kept of it is gone"
        return
    now = read_bytes(path)
    if now == before:
        return
    if journaled.wrote.get(path, _digest(now)) != _digest(now):
        yield f"{name} was changed by another process, and stays as it is"
        return
    # The installer has written through a link; it stays one.
    replace_bytes(os.path.realpath(path), before)


def _digest(data: bytes | None) -> str:
    return _NOTHING if data is None else hashlib.sha256(data).hexdigest()

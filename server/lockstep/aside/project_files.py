"""Manifest and lockfile: as they were before a sync, and as it wrote them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator

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


def restore_project_files(state: StateFolder, journaled: JournalState) -> tuple[str, ...]:
    """Let files be as they were, if they are still as the sync wrote them; else why not, in words.

    A file that a step wrote which was cut off has no digest; it was that step's alone to write.
    """
    return tuple(_restored(state, journaled))


def _restored(state: StateFolder, journaled: JournalState) -> Iterator[str]:
    for path, number in journaled.files.items():
        before = read_bytes(state.kept(number)) if number else None
        now = read_bytes(path)
        name = os.path.basename(path)
        if now == before:
            continue
        if journaled.wrote.get(path, _digest(now)) != _digest(now):
            yield f"{name} was changed by somebody else meanwhile, and stays as it is"
            continue
        try:
            replace_bytes(path, before)
        except OSError as mistake:
            yield f"{name} could not be put back: {mistake.strerror}"


def _digest(data: bytes | None) -> str:
    return _NOTHING if data is None else hashlib.sha256(data).hexdigest()

"""Keeps manifest and lockfile before a transaction, and restores them in a rollback."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import NamedTuple

from ..host.files import read_bytes, replace_bytes
from .journal import Journal, JournalState
from .state_folder import StateFolder

_NOTHING = ""


def keep_project_files(
    state: StateFolder, journal: Journal, paths: Iterable[str]
) -> dict[str, int]:
    """Copy manifests and lockfile into the state folder, so that a rollback can restore them.

    Args:
        state: the state folder of the environment.
        journal: records the numbers, once all copies are complete.
        paths: absolute paths; a file need not exist.

    Returns the number of each file's copy, as in the journal; 0 for a file that does not exist.

    Raises:
        OSError: a file cannot be read, or a copy or the journal cannot be written.
    """
    numbers: dict[str, int] = {}
    for number, path in enumerate(paths, start=1):
        data = read_bytes(path)
        numbers[path] = 0 if data is None else number
        if data is not None:
            replace_bytes(state.kept(number), data)
            _set_times(path, state.kept(number))
    journal.write(files=numbers)
    return numbers


def digests(paths: Iterable[str]) -> dict[str, str]:
    """The SHA-256 digest in hex of each file's present content, by path; empty for a missing file.

    Raises:
        OSError: a file exists, but cannot be read.
    """
    return {path: _digest(read_bytes(path)) for path in paths}


class RestoredFiles(NamedTuple):
    """What a rollback of manifest and lockfile could not restore; both are empty if it succeeded.

    Attributes:
        pending: absolute paths that cannot be read or written at the moment; a later recovery
            retries.
        warnings: one message for each file that was not restored, for good or for now.
    """

    pending: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def restore_project_files(state: StateFolder, journaled: JournalState) -> RestoredFiles:
    """Roll back manifest and lockfile, but no file that was edited after the transaction wrote it.

    If the step that wrote a file was interrupted, the journal has no digest of it. Then the file is
    rolled back too: only that step could have written it. A file that did not exist is deleted. An
    error of the system does not stop the other files; it becomes a warning.

    Args:
        state: the state folder, which has the kept copies.
        journaled: the state of the transaction.

    Returns what could not be restored.
    """
    pending: list[str] = []
    warnings: list[str] = []
    for path, number in journaled.files.items():
        try:
            warnings += _restored(state, journaled, path, number)
        except OSError as mistake:
            pending.append(path)
            name = os.path.basename(path)
            warnings.append(f"{name} could not be restored yet: {mistake.strerror}")
    return RestoredFiles(tuple(pending), tuple(warnings))


def _restored(state: StateFolder, journaled: JournalState, path: str, number: int) -> Iterator[str]:
    name = os.path.basename(path)
    before = read_bytes(state.kept(number)) if number else None
    if number and before is None:
        yield f"{name} could not be restored: the kept copy is gone"
        return
    now = read_bytes(path)
    if now == before:
        if number:
            _set_times(state.kept(number), path)
        return
    if journaled.wrote.get(path, _digest(now)) != _digest(now):
        yield f"{name} was changed by another process, and is left as it is"
        return
    # If the path is a symlink, the installer wrote through it, and it must remain a symlink.
    replace_bytes(os.path.realpath(path), before)
    if number:
        _set_times(state.kept(number), path)


def _set_times(source: str, target: str) -> None:
    """Give a file the times of another, if possible.

    uv builds a project again if its manifest is newer than its cached build.
    """
    with suppress(OSError):
        found = os.stat(source)
        os.utime(target, ns=(found.st_atime_ns, found.st_mtime_ns))


def _digest(data: bytes | None) -> str:
    return _NOTHING if data is None else hashlib.sha256(data).hexdigest()

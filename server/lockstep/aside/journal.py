"""The journal of a transaction: one line per effect, on the disk before the effect.

The journal is in the user's state folder, not in the project: a repository could contain a forged
one, and recovery would follow it.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from ..debug_log import debug
from ..errors import Refused, told_of
from ..host.files import read_bytes, sync_folder, to_disk

Kind = Literal["packages", "whole", "new"]
"""What is set aside: files of some packages, the whole environment, or nothing (there was none)."""

_REPLACED = (
    *("kind", "names", "coming", "whole", "in_parts", "scratch", "replaced"),
    *("exit", "is_verified", "is_undone", "unlinked"),
)
"""The keys for which a later line replaces an earlier one; the other keys are merged."""

_RESERVED = 1 << 16
"""Bytes kept free for the lines of a rollback on a full disk."""


class Process(NamedTuple):
    """An installer: its process id and start time (epoch seconds), since ids are reused."""

    pid: int
    started: float


class JournalState(NamedTuple):
    """The state of a transaction according to its journal, up to the last complete line.

    Attributes:
        environment: the real path of the environment.
        aside_folder: the absolute path of the aside folder; it need not exist.
        kind: what is set aside.
        mark: tells the environment from a later one at the same path (`rollback.mark_of`); empty if
            it had no pyvenv.cfg.
        aside: the number in the aside folder of each path (relative to the environment).
        whole: the number of the environment, if it was set aside as a whole; else 0.
        in_parts: the environment's folder could not be renamed, so its entries were moved instead.
        files: the number of the kept bytes of manifest and lockfile by absolute path; 0 for a file
            that did not exist.
        wrote: the digest of what this transaction wrote to manifest and lockfile, by path.
        names: the packages that the installer is to change.
        coming: those of `names` that are to be installed at the end.
        above: the nearest existing folder above the environment; empty if unknown.
        scratch: the number in the aside folder of an environment that was created for a trial; else
            0.
        replaced: the transaction's own installer put a new environment in the place of this one.
        installer: the process of the installer that was started last; None before the first.
        exit: its exit status; None while it runs, or if it was not started.
        is_verified: the new environment was verified.
        is_undone: a rollback has begun, and the transaction can only be rolled back.
        unlinked: links that are set aside only while the installer runs, as `aside`.
    """

    environment: str = ""
    aside_folder: str = ""
    kind: Kind = "packages"
    mark: str = ""
    aside: Mapping[str, int] = MappingProxyType({})
    whole: int = 0
    in_parts: bool = False
    files: Mapping[str, int] = MappingProxyType({})
    wrote: Mapping[str, str] = MappingProxyType({})
    names: tuple[str, ...] = ()
    coming: tuple[str, ...] = ()
    above: str = ""
    scratch: int = 0
    replaced: bool = False
    installer: Process | None = None
    exit: int | None = None
    is_verified: bool = False
    is_undone: bool = False
    unlinked: Mapping[str, int] = MappingProxyType({})

    @property
    def is_new(self) -> bool:
        """Whether the transaction is to be committed, not rolled back.

        The installer succeeded, the new environment was verified, and no rollback has begun.
        """
        return self.exit == 0 and self.is_verified and not self.is_undone


class Journal:
    """A journal open for writing; lines are appended to an existing one.

    A second file beside it reserves space. On a full disk this file is deleted, so that the lines
    of the rollback can still be written.

    Args:
        path: the path of the journal, in an existing folder.

    Raises:
        OSError: one of the files cannot be created or written.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._reserve = f"{path}.reserve"
        # Unbuffered: each line is one write, which can be cut off again if it fails.
        self._file = open(path, "ab", buffering=0)  # noqa: SIM115 - closed by `close`
        try:
            with told_of(path), open(self._reserve, "wb") as file:
                file.write(bytes(_RESERVED))
                to_disk(file.fileno())
            sync_folder(os.path.dirname(path))
        except OSError:
            self.close()
            raise

    def write(self, **line: Any) -> None:
        """Append a line that announces the next effect; when this returns, it is on the disk.

        Args:
            line: values by key, for JSON. The keys are `begin`, with a mapping of the first values,
                or the names of attributes of `JournalState`.

        Raises:
            OSError: the line could not be written, and no part of it is in the journal.
        """
        debug("journal", line)
        data = json.dumps(line).encode() + b"\n"
        with told_of(self._path):
            try:
                self._append(data)
            except OSError:
                if not os.path.exists(self._reserve):
                    raise
                os.unlink(self._reserve)
                self._append(data)

    def _append(self, data: bytes) -> None:
        end = self._file.seek(0, os.SEEK_END)
        try:
            if self._file.write(data) != len(data):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            to_disk(self._file.fileno())
        except OSError:
            # A reader stops at an incomplete line, so that it would not see those that follow.
            self._file.truncate(end)
            raise

    def close(self) -> None:
        """Close the file, and delete the reserved space; errors are ignored.

        The journal itself stays.
        """
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            os.unlink(self._reserve)


def read_journal(path: str) -> JournalState | None:
    """The state that a journal records; None if there is no journal or no complete line in it.

    Raises:
        OSError: the journal exists, but cannot be read even after retries.
        Refused: its first line has a key that this version does not know.
    """
    journaled: JournalState | None = None
    for line in _lines(path):
        if "begin" in line:
            journaled = _begun(**line["begin"])
        elif journaled is not None:
            journaled = _after(journaled, line)
    return journaled


def _begun(room: str = "", **found: Any) -> JournalState:
    """The state after the first line; the key of the aside folder is `room` in the file."""
    unknown = sorted(found.keys() - {*JournalState._fields})
    if unknown:
        what = f"the journal of an interrupted sync has the unknown entry `{unknown[0]}`"
        raise Refused(what, "a newer Lockstep has written it: let that one complete the sync")
    return JournalState(aside_folder=room, **found)


def _lines(path: str) -> Iterator[dict[str, Any]]:
    """The complete lines, up to the first one that is not complete.

    The effect of an incomplete line never happened, since a line is written before its effect.
    After a power cut a line may have its full length, but consist of zeros.

    Raises:
        OSError: the journal exists, but cannot be read even after retries.
    """
    for line in (read_bytes(path) or b"").splitlines(keepends=True):
        try:
            found = json.loads(line) if line.endswith(b"\n") else None
        except ValueError:
            return
        if found is None:
            return
        yield found


def _after(journaled: JournalState, line: dict[str, Any]) -> JournalState:
    """The state after one more line.

    The start of another installer voids the exit status and the verification of the last one.
    """
    changes: dict[str, Any] = {}
    # A transaction writes these keys several times, with further paths each time.
    for key in ("aside", "files", "wrote"):
        if key in line:
            changes[key] = {**getattr(journaled, key), **line[key]}
    if "installer" in line:
        changes.update(installer=Process(*line["installer"]), exit=None, is_verified=False)
    changes.update({key: line[key] for key in _REPLACED if key in line})
    return journaled._replace(**changes)

"""What a sync is about to do, a line for each effect, on the disk before the effect.

It lies in the user's state folder and not in the project, so that a cloned repository cannot
bring one along.
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
from ..errors import told_of
from ..host.files import read_bytes, sync_folder, to_disk

Kind = Literal["packages", "whole", "new"]
"""What is set aside: files of some packages, the whole environment, or nothing: there was none."""


_REPLACED = (
    *("kind", "names", "coming", "whole", "in_parts", "scratch", "replaced"),
    *("exit", "is_verified", "is_undone", "unlinked"),
)
"""The keys of which the last value counts."""


_RESERVED = 1 << 16


class Process(NamedTuple):
    """An installer: its number, and when it started, for numbers are given again."""

    pid: int
    started: float


class JournalState(NamedTuple):
    """What a journal tells, to its last whole line.

    `aside_folder` is the folder with all that was set aside, `aside` the number of each path's
    place in it. `whole` is the number under which the environment as a whole was set aside, or,
    `in_parts`, everything in it. `files` are manifest and lockfile with the number of their
    kept bytes (0: there was none), `wrote` the digest of what this sync wrote in their place.
    `mark` tells this environment from another one in its place. `names` are the packages that
    it is to change, `coming` those of them that are to be there afterwards. `above` is the nearest
    folder above the environment that was there. `scratch` is the
    number of an environment that was made for a trial; `replaced`: our own installer has put
    another environment in the place of this one. `unlinked` are links that are aside only while the
    installer works. `is_undone`: a rollback has begun, and nothing but its end may follow.
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
        """Whether the new environment stands: the installer ended well, and it was verified."""
        return self.exit == 0 and self.is_verified and not self.is_undone


class Journal:
    """Appends to a journal; a line is on the disk when the function returns.

    Room for the lines of a rollback is reserved beside it, in a file of its own: on a full disk
    that gives way.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._reserve = f"{path}.reserve"
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
        """Say what comes next.

        Raises:
            OSError: the system does not take the line; then it is not in the journal.
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
            # Half a line would hide those that follow.
            self._file.truncate(end)
            raise

    def close(self) -> None:
        """Write no more; the journal stays."""
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            os.unlink(self._reserve)


def read_journal(path: str) -> JournalState | None:
    """The story of a journal; None where there is none, or not even its first line was written.

    Raises:
        OSError: it cannot be read, also after a moment.
    """
    journaled: JournalState | None = None
    for line in _lines(path):
        if "begin" in line:
            journaled = _begun(**line["begin"])
        elif journaled is not None:
            journaled = _told(journaled, line)
    return journaled


def _begun(room: str = "", **found: Any) -> JournalState:
    """The state after the first line, in which the aside folder is named `room`."""
    return JournalState(aside_folder=room, **found)


def _lines(path: str) -> Iterator[dict[str, Any]]:
    """The whole lines; one that was cut off announces an effect that never came.

    After a power cut it may also be of the right length, and hold nothing but zeros.
    """
    for line in (read_bytes(path) or b"").splitlines(keepends=True):
        try:
            found = json.loads(line) if line.endswith(b"\n") else None
        except ValueError:
            return
        if found is None:
            return
        yield found


def _told(journaled: JournalState, line: dict[str, Any]) -> JournalState:
    changes: dict[str, Any] = {}
    for key in ("aside", "files", "wrote"):
        if key in line:
            changes[key] = {**getattr(journaled, key), **line[key]}
    if "installer" in line:
        changes.update(installer=Process(*line["installer"]), exit=None, is_verified=False)
    changes.update({key: line[key] for key in _REPLACED if key in line})
    return journaled._replace(**changes)

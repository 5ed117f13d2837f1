"""What a sync is about to do, a line for each effect, on the disk before the effect.

It lies in the user's state folder and not in the project, so that a cloned repository cannot
bring one along.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from ..host.files import sync_folder

Kind = Literal["packages", "whole", "new"]
"""What is set aside: files of some packages, the whole environment, or nothing: there was none."""


_REPLACED = (
    *("kind", "names", "coming", "whole", "in_parts", "scratch", "replaced"),
    *("exit", "is_verified"),
)
"""The keys of which the last value counts."""


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
    another environment in the place of this one.
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

    @property
    def is_new(self) -> bool:
        """Whether the new environment stands: the installer ended well, and it was verified."""
        return self.exit == 0 and self.is_verified


class Journal:
    """Appends to a journal; a line is on the disk when the function returns."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._file = open(path, "ab")  # noqa: SIM115 - closed by `close`, lives for a sync
        sync_folder(os.path.dirname(path))

    def write(self, **line: Any) -> None:
        """Say what comes next."""
        self._file.write(json.dumps(line).encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Write no more; the journal stays."""
        self._file.close()


def read_journal(path: str) -> JournalState | None:
    """The story of a journal; None where there is none, or not even its first line was written."""
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
    try:
        with open(path, "rb") as file:
            for line in file:
                if not line.endswith(b"\n"):
                    return
                yield json.loads(line)
    except (FileNotFoundError, ValueError):
        return


def _told(journaled: JournalState, line: dict[str, Any]) -> JournalState:
    changes: dict[str, Any] = {}
    for key in ("aside", "files", "wrote"):
        if key in line:
            changes[key] = {**getattr(journaled, key), **line[key]}
    if "installer" in line:
        changes.update(installer=Process(*line["installer"]), exit=None, is_verified=False)
    changes.update({key: line[key] for key in _REPLACED if key in line})
    return journaled._replace(**changes)

"""A process that keeps files of an environment, and how it keeps them."""

from __future__ import annotations

from typing import Literal, NamedTuple

How = Literal["image", "mapped", "open", "cwd"]


class Holder(NamedTuple):
    """One process. `command` is shortened and free of secrets; `via` says whose it is, in words.

    `lever` is the command of VS Code that restarts it, empty where none is known.
    `started` is in seconds since the epoch: with the pid it names the process for good.
    """

    pid: int
    name: str
    command: str
    started: float
    how: How
    files: tuple[str, ...]
    via: str = ""
    lever: str = ""


class Ended(NamedTuple):
    """One sentence about a holder that was to be ended, and whether it is gone now."""

    message: str
    is_ended: bool = False


class Shared(NamedTuple):
    """A program of an environment that is one file with another, and who runs that elsewhere."""

    path: str
    holder: Holder


class CodeHolders(NamedTuple):
    """What a look at all processes found: who runs what was in an environment, and is no longer.

    And which of its programs are held by another name of the same file.
    """

    stale: tuple[Holder, ...] = ()
    shared: tuple[Shared, ...] = ()

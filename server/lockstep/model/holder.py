"""The values for processes that hold files of an environment."""

from __future__ import annotations

from typing import Literal, NamedTuple

How = Literal["image", "mapped", "open", "cwd"]
"""How a process holds a file: runs it, has it mapped or open, or works in the folder."""


class Holder(NamedTuple):
    """A process that holds files.

    Attributes:
        pid: its id.
        name: the name of its program.
        command: its command line, shortened and without secrets.
        started: its start time in epoch seconds, which together with the pid identifies it.
        how: the strongest way in which it holds a file; the strongest of `How` is the first.
        files: the absolute paths that it holds.
        via: the extension, terminal or kernel to which it belongs, as text; empty if unknown.
        lever: the VS Code command that restarts it; empty if none is known.
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
    """The result of a request to end a holder.

    Attributes:
        message: what happened, for the user.
        is_ended: the process is gone.
    """

    message: str
    is_ended: bool = False


class Shared(NamedTuple):
    """A program of an environment that is held through another hard link of its file.

    Attributes:
        path: the absolute path of the program in the environment.
        holder: the process that runs the other hard link.
    """

    path: str
    holder: Holder


class CodeHolders(NamedTuple):
    """The result of a search for processes that run code of an environment.

    Attributes:
        stale: processes that run files which are no longer in the environment.
        shared: programs of the environment that are held through another hard link.
    """

    stale: tuple[Holder, ...] = ()
    shared: tuple[Shared, ...] = ()

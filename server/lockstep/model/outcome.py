"""The outcome of a command that changes an environment, for the CLI, the server and editors."""

from __future__ import annotations

from typing import Literal, NamedTuple

from .finding import Change
from .holder import Holder

OutcomeKind = Literal["done", "nothing", "restored", "refused", "cancelled", "failed"]


class InstallerEnd(NamedTuple):
    """The installer's last command, its exit status (None: it never ran to its end), its words."""

    command: tuple[str, ...] = ()
    exit: int | None = None
    message: str = ""


class Outcome(NamedTuple):
    """How one command ended; `changes` are what is installed now and was not before.

    All paths are absolute. `swapped` are held files in whose place a copy was put, `blocked` are
    files that could not be moved (then nothing was changed), `not_deleted` is in the aside folder
    and still in use, `not_restored` is what a rollback could not put back. `holders` are the
    processes that use files of `blocked` and `not_deleted`. `code` and `hint` belong to an outcome
    that is not done: for programs, and what to do next.
    """

    kind: OutcomeKind
    message: str
    changes: tuple[Change, ...] = ()
    installer: InstallerEnd = InstallerEnd()
    warnings: tuple[str, ...] = ()
    swapped: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    not_deleted: tuple[str, ...] = ()
    not_restored: tuple[str, ...] = ()
    holders: tuple[Holder, ...] = ()
    code: str = ""
    hint: str = ""

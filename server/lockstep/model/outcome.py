"""How a sync ended, as every face of Lockstep tells it."""

from __future__ import annotations

from typing import Literal, NamedTuple

from .finding import Change

OutcomeKind = Literal["done", "nothing", "restored", "refused", "cancelled", "failed"]


class InstallerEnd(NamedTuple):
    """The installer's last command, its exit status (None: it never ran to its end), its words."""

    command: tuple[str, ...] = ()
    exit: int | None = None
    message: str = ""


class Outcome(NamedTuple):
    """The end of one sync; `changes` are what is installed now and was not before."""

    kind: OutcomeKind
    message: str
    changes: tuple[Change, ...] = ()
    installer: InstallerEnd = InstallerEnd()
    warnings: tuple[str, ...] = ()

"""How a sync ended, as every face of Lockstep tells it."""

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
    """The end of one sync; `changes` are what is installed now and was not before.

    `code` and `hint` are for programs and for the next step where it was refused. `set_aside`
    are held files that were swapped, `still_held` what of them could not be deleted yet,
    `still_missing` what a restore could not bring back.
    """

    kind: OutcomeKind
    message: str
    changes: tuple[Change, ...] = ()
    installer: InstallerEnd = InstallerEnd()
    warnings: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()
    still_held: tuple[str, ...] = ()
    still_missing: tuple[str, ...] = ()
    holders: tuple[Holder, ...] = ()
    code: str = ""
    hint: str = ""

"""What a transaction is given, what it sees on the way, and how it ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from ..aside.journal import Kind
from ..aside.rollback import Refetch, no_refetch
from ..host.run import Output
from ..model.plan import Plan, Step

End = Literal["done", "restored", "refused", "failed"]

OnStart = Callable[[int], None]
Run = Callable[[Step, OnStart], Output]
"""Runs a step and tells the number of its process as soon as there is one."""


class Assessment(NamedTuple):
    """What a check sees: what becomes of the environment, and which of its files (below it) go.

    `broken` are metadata folders of packages in pieces, and what else no installer takes away.
    `names` are the packages that are not as they should be, `damaged` those in pieces, `others`
    those that are no concern of this sync.
    `coming` are the packages that are to be there afterwards. `is_done`: there is nothing left to
    do. `steps` are the commands that would do it, `making` those that come first where an
    environment is made in a folder that is not empty.
    """

    kind: Kind
    going: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()
    coming: tuple[str, ...] = ()
    is_done: bool = False
    reason: str = ""
    steps: tuple[Step, ...] = ()
    others: tuple[str, ...] = ()
    making: tuple[Step, ...] = ()


class TransactionSpec(NamedTuple):
    """One sync: what to run, where, and how to look at it.

    `look` checks what is on the disk now; `held_in` finds the file (below the environment) that
    an installer's words say is held; `base` is another place for the user's state; `refetch` puts
    right what a restore could not.
    """

    plan: Plan
    environment: str
    look: Callable[[], Assessment]
    held_in: Callable[[str], str]
    base: str = ""
    refetch: Refetch = no_refetch


class TransactionResult(NamedTuple):
    """How it ended. `step`, `exit` and `text` are of the last command; `held` was swapped.

    `overwritten` was written over, and cannot be fetched again; `abandoned` says why nothing was
    put back, and `obstacle` what the system refused to the transaction itself, in words.
    """

    end: End
    step: Step
    exit: int | None
    text: str = ""
    said: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    still_missing: tuple[str, ...] = ()
    overwritten: tuple[str, ...] = ()
    abandoned: str = ""
    still_held: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    wrote: bool = False
    reason: str = ""
    kind: Kind = "packages"
    obstacle: str = ""

"""How a transaction ended: one of five endings, and what holds for each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..model.plan import Step

if TYPE_CHECKING:
    # Not imported at run time: outcomes are needed before the modules of a transaction, whose
    # import goes on while uv makes its plan.
    from ..aside.journal import Kind


class LastCommand(NamedTuple):
    """The last command of the installer; `exit` is None where it did not run to its end.

    `err` is its error output, `lines` are those of all commands of the transaction.
    """

    step: Step
    exit: int | None = None
    err: str = ""
    lines: tuple[str, ...] = ()


class Failure(NamedTuple):
    """Why a transaction was rolled back.

    `obstacle` is what the system refused to Lockstep itself, with the path. `reason` is what the
    verification found although the installer reported success. Where both are empty, the last
    command says it.
    """

    obstacle: str = ""
    reason: str = ""


class Committed(NamedTuple):
    """The new environment was verified and stands.

    `installed` are the packages that were to be installed, reinstalled ones included; `wrote`:
    manifest or lockfile has changed.
    """

    kind: Kind
    installed: frozenset[str] = frozenset()
    wrote: bool = False


class Declined(NamedTuple):
    """The installer refused the plan; nothing was set aside."""


class Blocked(NamedTuple):
    """A held file could not be moved; everything is as before."""

    path: str


class RolledBack(NamedTuple):
    """Everything was put back. `unlike` are changed files that belong to no package."""

    failure: Failure = Failure()
    unlike: tuple[str, ...] = ()


class Incomplete(NamedTuple):
    """Not everything was put back; paths are relative to the environment.

    `is_pending`: the rollback itself was interrupted by an error; `is_begun`: a later recovery
    continues the rollback, instead of deciding again. `abandoned` says why nothing was put back.
    `not_restored` could not be moved, and may return in a later recovery; `overwritten` files
    were changed in place and could not be fetched again. `is_replaced`: the installer of this
    transaction has replaced the environment.
    """

    failure: Failure = Failure()
    is_pending: bool = False
    is_begun: bool = False
    abandoned: str = ""
    not_restored: tuple[str, ...] = ()
    overwritten: tuple[str, ...] = ()
    is_replaced: bool = False


Ending = Committed | Declined | Blocked | RolledBack | Incomplete


class TransactionResult(NamedTuple):
    """An ending, and the rest that callers tell.

    `swapped` are held files (below the environment) in whose place a copy was put, `not_deleted`
    are absolute paths of what was set aside and is still in use.
    """

    ending: Ending
    command: LastCommand
    swapped: tuple[str, ...] = ()
    not_deleted: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

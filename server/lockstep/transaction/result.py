"""How a transaction ended: one of five endings, and what holds for each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..model.plan import Step

if TYPE_CHECKING:
    # Not imported at run time: the modules of a transaction are imported while uv makes its plan,
    # and this module is needed before.
    from ..aside.journal import Kind


class LastCommand(NamedTuple):
    """The last command of the installer.

    Attributes:
        step: the command.
        exit: its exit status; None if it was not started, or is still running.
        err: its error output.
        lines: the lines of error output of all commands of the transaction.
    """

    step: Step
    exit: int | None = None
    err: str = ""
    lines: tuple[str, ...] = ()


class Failure(NamedTuple):
    """Why a transaction was rolled back; if both texts are empty, the last command failed.

    Attributes:
        obstacle: the error of the system that Lockstep itself met, with the path; or empty.
        reason: what the verification found although the installer reported success; or empty.
    """

    obstacle: str = ""
    reason: str = ""


class Committed(NamedTuple):
    """The new environment was verified, and is in place; or there was nothing to do.

    Attributes:
        kind: what was set aside.
        installed: the names of the packages that were planned to be installed or reinstalled.
        wrote: manifest or lockfile has changed, or could not be read to find out.
    """

    kind: Kind
    installed: frozenset[str] = frozenset()
    wrote: bool = False


class Declined(NamedTuple):
    """The installer refused the plan.

    Nothing was set aside, and manifest and lockfile are restored.
    """


class Blocked(NamedTuple):
    """A held file could not be moved; everything is as before.

    Attributes:
        path: the absolute path of the file.
    """

    path: str


class RolledBack(NamedTuple):
    """Everything was put back, apart from `unlike`.

    Attributes:
        failure: why.
        unlike: files of no package that were changed in place, relative to the environment.
    """

    failure: Failure = Failure()
    unlike: tuple[str, ...] = ()


class Incomplete(NamedTuple):
    """Not everything was put back.

    Attributes:
        failure: why the transaction was rolled back.
        is_pending: the rollback itself was interrupted by an error.
        is_begun: a later recovery continues the rollback, instead of deciding again.
        abandoned: why nothing was put back; empty if it was tried.
        not_restored: the paths, absolute or relative to the environment, that could not be moved; a
            later recovery tries again.
        overwritten: files that were changed in place and could not be fetched again, relative to
            the environment.
        is_replaced: the installer of this transaction has replaced the environment, and files are
            in `overwritten`.
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
    """The result of a transaction.

    Attributes:
        ending: how it ended.
        command: the last command of the installer.
        swapped: held files in the place of which a copy was put, relative to the environment.
        not_deleted: absolute paths of the aside folders that the sweep could not delete, mostly
            because files in them are held; also those of earlier transactions.
        warnings: messages for the user.
    """

    ending: Ending
    command: LastCommand
    swapped: tuple[str, ...] = ()
    not_deleted: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

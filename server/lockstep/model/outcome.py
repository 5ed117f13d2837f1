"""The value for the result of a sync, which the command line and the server report."""

from __future__ import annotations

from typing import Literal, NamedTuple

from .finding import Change
from .holder import Holder

OutcomeKind = Literal["done", "nothing", "restored", "refused", "cancelled", "failed"]


class InstallerEnd(NamedTuple):
    """The last command of the installer, its exit status (None if it was ended), its message."""

    command: tuple[str, ...] = ()
    exit: int | None = None
    message: str = ""


class Outcome(NamedTuple):
    """The result of a sync, or of another command that changes an environment.

    Attributes:
        kind: how it ended.
        message: one sentence for the user.
        changes: what was changed in the environment.
        installer: how the installer ended.
        warnings: further messages.
        set_aside: the held files that were swapped.
        still_held: paths that are held: after a success those that could not be deleted yet, after
            a refusal those that could not be moved.
        still_missing: paths that a rollback could not restore.
        holders: the processes that hold files.
        code: the code of the error, for programs.
        hint: what the user can do about it.
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

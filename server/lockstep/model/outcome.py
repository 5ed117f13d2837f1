"""The outcome of a command that changes an environment, for the CLI, the server and editors."""

from __future__ import annotations

from typing import Literal, NamedTuple

from .finding import Change
from .holder import Holder

OutcomeKind = Literal["done", "nothing", "restored", "refused", "cancelled", "failed"]
"""How a command ended: successful; nothing had to be done; it failed and the former state was
restored; it did not begin; it was cancelled; it failed and the former state may not be restored."""


class InstallerEnd(NamedTuple):
    """How the last command of the installer ended.

    Attributes:
        command: the program and its arguments; empty if there was none.
        exit: its exit status; None if it was not run to its end.
        message: the meaningful part of its error output; empty if it succeeded.
        is_explained: Lockstep recognized the error, so that the message of the outcome says the
            same.
    """

    command: tuple[str, ...] = ()
    exit: int | None = None
    message: str = ""
    is_explained: bool = False


class Outcome(NamedTuple):
    """The result of a sync, or of another command that changes an environment.

    Attributes:
        kind: how it ended.
        message: one sentence for the user.
        changes: what was changed in the environment.
        installer: how the installer ended.
        warnings: further messages.
        swapped: held files that were replaced by a copy. All paths are absolute.
        blocked: files that could not be moved; then nothing was changed.
        not_deleted: files in the aside folder that are still in use.
        not_restored: paths that a rollback could not restore.
        holders: the processes that use files of `blocked` and `not_deleted`.
        code: the code of the error, for programs; if it is empty, `kind` is used.
        hint: what the user can do about it; may be empty.
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

"""The outcome of a command that runs an installer: from the ending of its transaction to words.

A message says what happened and why; what to do next is the hint. Transactions without an
installer are worded in `upkeep`, refusals in `preconditions`, holders in `outcome_holders`.
"""

from __future__ import annotations

import os
from typing import NamedTuple

from ..errors import LockstepError, Refused
from ..installers.uv.failure import advice, explain, is_explained, meaningful
from ..installers.uv.lines import warnings
from ..installers.uv.sync_plan import is_stale
from ..model.finding import Change
from ..model.installed import Environment
from ..model.intent import Intent
from ..model.outcome import InstallerEnd, Outcome
from ..model.project import Project, project_name
from ..model.urls import without_credentials_in
from ..project.checker import Checked
from ..transaction.result import (
    Blocked,
    Committed,
    Declined,
    Failure,
    Incomplete,
    LastCommand,
    RolledBack,
    TransactionResult,
)
from .changed import changed
from .operate import refused
from .preconditions import staleness

_PARTICIPLES = {
    "sync": "synced",
    "lock": "synced",
    "add": "changed",
    "remove": "changed",
    "recreate": "recreated",
    "repair": "repaired",
}

# What the death watch answers for a program that a signal ended: 128 and the signal's number.
_SIGNALED = range(129, 160)


class Subject(NamedTuple):
    """What an outcome is about: the intent, and the name of the project or environment."""

    intent: Intent
    name: str

    @property
    def not_done(self) -> str:
        """The beginning of a refusal, such as "demo was not synced"."""
        return f"{self.name} was not {_PARTICIPLES[self.intent.kind]}"


def build_outcome(
    intent: Intent, before: Checked, after: Checked, result: TransactionResult, *, cancelled: bool
) -> Outcome:
    """The outcome of a transaction of a project; `before` and `after` are the checks around it."""
    subject = Subject(intent, _name(intent, before.view.project))
    places = before.view.environment, after.view.environment
    outcome = outcome_of(subject, *places, result, cancelled=cancelled)
    if isinstance(result.ending, Declined) and outcome.kind == "refused":
        return _declined(subject, after, result.command, outcome)
    return nothing(subject.name, after) if outcome.kind == "nothing" else outcome


def _name(intent: Intent, project: Project) -> str:
    """The name of the project for messages; of an addition or a removal that of its member."""
    if intent.kind not in ("add", "remove"):
        return project_name(project.root)
    member = project.member(intent.member or project.current)
    is_root = member is None or member is project.root_member
    return project_name(project.root) if member is None or is_root else member.name


def _declined(
    subject: Subject, checked: Checked, command: LastCommand, outcome: Outcome
) -> Outcome:
    """A refusal of uv; with the message of Lockstep's own check, if that has found the same."""
    refusal = refused(subject.not_done, refusal_of(checked, command.err))
    return outcome._replace(message=refusal.message, hint=refusal.hint, code=refusal.code)


def refusal_of(checked: Checked, err: str) -> LockstepError:
    """The error (to be raised) for a plan that uv refuses; `err` is uv's error output."""
    if is_stale(err):
        return staleness(checked.view)
    return checked.obstacle or Refused(explain(err), advice(err))


def outcome_of(
    subject: Subject,
    before: Environment,
    after: Environment,
    result: TransactionResult,
    *,
    cancelled: bool,
) -> Outcome:
    """The outcome of a transaction, with the packages that differ between `before` and `after`."""
    ending, command, root = result.ending, result.command, before.path
    is_in_place = isinstance(ending, Committed) and ending.kind == "packages"
    again = ending.installed if isinstance(ending, Committed) and is_in_place else frozenset()
    outcome = _ended(subject, result, changed(before, after, again), cancelled=cancelled)
    # After a success the check knows better than what uv warned of.
    warned = () if isinstance(ending, Committed) else warnings(command.lines)
    words = tuple(without_credentials_in(it) for it in command.step.command)
    said = meaningful(command.err) if command.exit else ""
    lost = (*ending.not_restored, *ending.overwritten) if isinstance(ending, Incomplete) else ()
    return outcome._replace(
        installer=InstallerEnd(words, command.exit, said, is_explained(command.err)),
        warnings=(*result.warnings, *warned, *outcome.warnings),
        swapped=tuple(os.path.join(root, it) for it in result.swapped),
        blocked=(ending.path,) if isinstance(ending, Blocked) else (),
        not_deleted=result.not_deleted,
        not_restored=tuple(os.path.join(root, it) for it in lost),
    )


def _ended(
    subject: Subject, result: TransactionResult, changes: tuple[Change, ...], *, cancelled: bool
) -> Outcome:
    command = result.command
    match result.ending:
        case Committed() as committed:
            return _done(subject, changes, committed)
        case Incomplete() as incomplete:
            return _failed(subject, changes, incomplete, command)
        case Blocked(path):
            return blocked(subject.not_done, path)
        case RolledBack(_, unlike) if cancelled:
            return Outcome("cancelled", f"Cancelled; {_as_it_was(subject.name, unlike)}")
        case Declined() if cancelled:
            return Outcome("cancelled", f"Cancelled; {_as_it_was(subject.name, ())}")
        case RolledBack(failure, unlike):
            why = _why(failure, command)
            message = f"{why}; {_as_it_was(subject.name, unlike)}"
            return Outcome("restored", message, hint=advice(command.err))
        case Declined():
            # Also where uv succeeded, and its plan was not understood.
            why = explain(command.err)
            return Outcome("refused", f"{subject.not_done}: {why}", hint=advice(command.err))


def blocked(not_done: str, path: str) -> Outcome:
    """The refusal because a held file cannot be moved; `with_holders` adds its holder."""
    why = f"cannot move {path}; nothing was changed"
    return Outcome("refused", f"{not_done}: {why}", code="blocked")


def _as_it_was(name: str, unlike: tuple[str, ...]) -> str:
    """The state of a restored environment."""
    if not unlike:
        return f"{name} is as it was"
    files = "1 file of" if len(unlike) == 1 else f"{len(unlike)} files of"
    return f"{name} is as it was, but for {files} no package"


def _failed(
    subject: Subject, changes: tuple[Change, ...], ending: Incomplete, command: LastCommand
) -> Outcome:
    why = f"{_why(ending.failure, command)}; the rollback of {subject.name} is not complete"
    what, hint = _missing(ending)
    return Outcome("failed", f"{why}: {what}", changes, hint=hint)


def _missing(ending: Incomplete) -> tuple[str, str]:
    """What a rollback has left undone, and what to do about it."""
    # Before a rollback is journaled, a recovery may still find that the new environment is whole.
    how = "restores it" if ending.is_begun else "completes the old or the new environment"
    if ending.is_pending:
        return "nothing that was set aside is lost", f"`lockstep sweep` {how}"
    if ending.abandoned:
        return f"{ending.abandoned}; the environment stays as it is now", ""
    if ending.not_restored:
        count = _counted(len(ending.not_restored), "path")
        what = f"{count} could not be moved back"
        return what, f"when they can be moved, `lockstep sweep` {how}"
    count = _counted(len(ending.overwritten), "file")
    if ending.is_replaced:
        what = f"uv replaced the environment, and {count} of it are lost"
        return what, "`lockstep recreate` makes a new environment"
    what = f"{count} overwritten by another package could not be restored"
    how = "`uv sync --reinstall-package NAME` installs it again"
    return what, f"`lockstep verify` says of which package they are, and {how}"


def _why(failure: Failure, command: LastCommand) -> str:
    if failure.obstacle:
        return failure.obstacle
    if command.exit == 0:
        return f"uv reported success, but {failure.reason}"
    if command.exit is not None and command.exit in _SIGNALED:
        return f"uv was ended by signal {command.exit - 128}"
    return explain(command.err)


def _done(subject: Subject, changes: tuple[Change, ...], ending: Committed) -> Outcome:
    is_plain = ending.kind == "packages" and subject.intent.kind != "repair"
    if not changes and not ending.wrote and is_plain:
        return nothing(subject.name)
    deed = _deed(subject, ending)
    count = f"{_counted(len(changes), 'package')} changed"
    message = f"{deed}: {count}" if changes or ending.wrote else deed
    return Outcome("done", without_credentials_in(message), changes)


def _deed(subject: Subject, ending: Committed) -> str:
    intent, name = subject.intent, subject.name
    items = ", ".join(intent.items)
    if intent.kind == "add":
        return f"Added {items or 'requirements'} to {_list_of(intent, name)}"
    if intent.kind == "remove":
        return f"Removed {items} from {_list_of(intent, name)}"
    if intent.kind == "repair":
        return f"Repaired {name}"
    if ending.kind == "whole":
        return f"Recreated the environment of {name}"
    return f"Synced {name} with a new lockfile" if ending.wrote else f"Synced {name}"


def _list_of(intent: Intent, name: str) -> str:
    """The list in a manifest that an addition or a removal is about."""
    if intent.group:
        return f"group {intent.group} of {name}"
    return f"extra {intent.extra} of {name}" if intent.extra else name


def nothing_broken(name: str) -> Outcome:
    """The outcome if there was nothing to repair."""
    return Outcome("nothing", f"Nothing to repair: no package of {name} is damaged or lacks files")


def nothing(name: str, checked: Checked | None = None) -> Outcome:
    """The outcome if there was nothing to do; names findings of the check that no sync fixes."""
    left = sorted({it.code for it in checked.report.findings if it.counts}) if checked else []
    if left:
        what = f"Nothing to sync in {name}, but `lockstep check` finds: {', '.join(left)}"
        return Outcome("nothing", what)
    return Outcome("nothing", f"Nothing to do: {name} is in step")


def _counted(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"

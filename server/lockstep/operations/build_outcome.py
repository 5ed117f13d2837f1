"""How a sync ended: what ran and two checks in, the outcome out."""

from __future__ import annotations

import os
from collections.abc import Set

from ..errors import LockstepError, said_by_system
from ..installers.uv.failure import advice, explain, meaningful
from ..installers.uv.lines import warnings
from ..installers.uv.sync_plan import is_stale
from ..model.finding import Change
from ..model.installed import Environment
from ..model.intent import Intent
from ..model.outcome import InstallerEnd, Outcome
from ..model.project import project_name
from ..model.urls import without_credentials_in
from ..project.checker import Checked
from ..transaction.types import TransactionResult
from .preconditions import staleness

_REFUSED = {
    "sync": "synced",
    "lock": "synced",
    "add": "changed",
    "remove": "changed",
    "recreate": "made anew",
    "repair": "repaired",
}

# Where the journal could not tell that a rollback had begun.
_OLD_OR_NEW = "makes it wholly the old or the new one"

# What the death watch answers for a program that a signal ended: 128 and the signal's number.
_SIGNALED = range(129, 160)


def build_outcome(
    intent: Intent, before: Checked, after: Checked, result: TransactionResult, *, cancelled: bool
) -> Outcome:
    """The outcome of a sync that began."""
    name = project_name(before.view.project.root)
    places = before.view.environment, after.view.environment
    outcome = outcome_of(intent, name, *places, result, cancelled=cancelled)
    if outcome.kind == "refused" and result.end == "declined":
        why = f"{_not(intent, name)}: {_declined(after, result)}"
        return outcome._replace(message=why, hint=advice(result.text))
    if outcome.kind == "nothing":
        return outcome._replace(message=nothing(name, after).message)
    return outcome


def _declined(checked: Checked, result: TransactionResult) -> str:
    """Why uv does not do it: in our words where our own check has found the same."""
    if is_stale(result.text):
        return staleness(checked.view)
    if checked.obstacle is not None:
        hint = f"; {checked.obstacle.hint}" if checked.obstacle.hint else ""
        return f"{checked.obstacle.message}{hint}"
    return explain(result.text)


def _not(intent: Intent, name: str) -> str:
    return f"{name} was not {_REFUSED[intent.kind]}"


def outcome_of(
    intent: Intent,
    name: str,
    before: Environment,
    after: Environment,
    result: TransactionResult,
    *,
    cancelled: bool,
) -> Outcome:
    """The same, by what was installed in the environment of that name before and after."""
    command = tuple(without_credentials_in(it) for it in result.step.command)
    root = before.path
    again = result.installed if result.end == "done" and result.kind == "packages" else frozenset()
    outcome = _ended(intent, name, changed(before, after, again), result, cancelled=cancelled)
    return outcome._replace(
        installer=InstallerEnd(
            command, result.exit, meaningful(result.text) if result.exit else ""
        ),
        warnings=(*_told(result), *outcome.warnings),
        set_aside=tuple(os.path.join(root, it) for it in result.held),
        still_held=result.blocked or result.still_held,
        still_missing=tuple(
            os.path.join(root, it) for it in (*result.still_missing, *result.overwritten)
        ),
    )


def _ended(
    intent: Intent,
    name: str,
    changes: tuple[Change, ...],
    result: TransactionResult,
    *,
    cancelled: bool,
) -> Outcome:
    if result.end == "done":
        return _done(intent, name, changes, result)
    if result.end == "failed":
        return Outcome(
            "failed", f"{_why(result)}; {name} could not be restored: {_left(result)}", changes
        )
    if result.end == "refused":
        blocked = ", ".join(result.blocked)
        why = f"{blocked} cannot even be moved; nothing was changed"
        return Outcome("refused", f"{_not(intent, name)}: {why}")
    if cancelled:
        return Outcome("cancelled", f"Cancelled; {_as_it_was(name, result)}")
    if result.end == "declined":
        return Outcome("refused", f"{_not(intent, name)}: {_why(result)}")
    return Outcome("restored", f"{_why(result)}; {_as_it_was(name, result)}")


def _as_it_was(name: str, result: TransactionResult) -> str:
    """What is said of a restored environment; files of no package may have changed beside it."""
    if not result.unlike:
        return f"{name} is as it was"
    count = len(result.unlike)
    files = "1 file of no package" if count == 1 else f"{count} files of no package"
    return f"{name} is as it was, but for {files}"


def _left(result: TransactionResult) -> str:
    if result.is_pending:
        how = "puts it back" if result.is_undone else _OLD_OR_NEW
        return f"nothing that was set aside is lost; `lockstep sweep` {how}"
    if result.abandoned:
        return f"{result.abandoned}; what is there now stays as it is"
    if result.still_missing:
        count = f"{len(result.still_missing)} of its paths could not be put back"
        how = "does it" if result.is_undone else _OLD_OR_NEW
        return f"{count}; as soon as they can be moved, `lockstep sweep` {how}"
    if result.replaced:
        count = f"uv replaced the environment, and {len(result.overwritten)} of its files are gone"
        return f"{count}; `lockstep recreate` makes it again"
    count = f"another package's stand in the place of {len(result.overwritten)} of its files"
    how = "`uv sync --reinstall-package` with that name puts it right"
    return f"{count}; `lockstep verify` says of which package they are, and {how}"


def _why(result: TransactionResult) -> str:
    if result.obstacle:
        return result.obstacle
    if result.exit == 0:
        return f"uv ended without an error, but {result.reason}"
    if result.exit is not None and result.exit in _SIGNALED:
        return f"uv was ended from outside, by signal {result.exit - 128}"
    return explain(result.text)


def _told(result: TransactionResult) -> tuple[str, ...]:
    """What uv warned of, unless the check afterwards knows better."""
    return result.warnings if result.end == "done" else (*result.warnings, *warnings(result.said))


def _done(
    intent: Intent, name: str, changes: tuple[Change, ...], result: TransactionResult
) -> Outcome:
    is_plain = result.kind == "packages" and intent.kind != "repair"
    if not changes and not result.wrote and is_plain:
        return nothing(name)
    deed = _deed(intent, name, result)
    message = f"{deed}: {_count(changes)} changed" if changes or result.wrote else deed
    return Outcome("done", without_credentials_in(message), changes)


def _deed(intent: Intent, name: str, result: TransactionResult) -> str:
    items = ", ".join(intent.items)
    if intent.kind == "add":
        return f"Added {items} to {name}"
    if intent.kind == "remove":
        return f"Removed {items} from {name}"
    if intent.kind == "repair":
        return f"Repaired {name}"
    if result.kind == "whole":
        return f"Made the environment of {name} anew"
    return f"Synced {name} with a new lockfile" if result.wrote else f"Synced {name}"


def refused(intent: Intent, name: str, mistake: LockstepError) -> Outcome:
    """A sync that did not begin, and why."""
    return Outcome(
        "refused", f"{_not(intent, name)}: {mistake.message}", code=mistake.code, hint=mistake.hint
    )


def stopped(mistake: OSError) -> Outcome:
    """The system refused something before a transaction began, or after it had ended."""
    hint = "`lockstep check` shows how the environment is"
    return Outcome("failed", said_by_system(mistake), hint=hint)


def nothing_broken(name: str) -> Outcome:
    """There was nothing to repair."""
    return Outcome("nothing", f"Nothing to repair: {name} is sound")


def nothing(name: str, checked: Checked | None = None) -> Outcome:
    """There was nothing to do; findings that no sync puts right are named."""
    left = sorted({it.code for it in checked.report.findings if it.counts}) if checked else []
    if left:
        what = f"Nothing to sync in {name}, but `lockstep check` finds: {', '.join(left)}"
        return Outcome("nothing", what)
    return Outcome("nothing", f"Nothing to do: {name} is in step")


def changed(
    before: Environment, after: Environment, again: Set[str] = frozenset()
) -> tuple[Change, ...]:
    """What is installed now and was not before, or was in pieces, or was installed `again`."""
    old, new = before.by_name(), after.by_name()
    changes = []
    for name in sorted(old.keys() | new.keys()):
        was, is_ = old.get(name, []), new.get(name, [])
        if was != is_ or (name in again and is_):
            versions = [it[0].version if it else "" for it in (was, is_)]
            changes.append(Change(name, *versions))
    return tuple(changes)


def _count(changes: tuple[Change, ...]) -> str:
    number = len(changes)
    return f"{number or 'no'} package{'' if number < 2 else 's'}"

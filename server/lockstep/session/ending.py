"""How a sync ended: what ran and two checks in, the outcome out. Pure."""

from __future__ import annotations

import os

from ..errors import LockstepError, said_by_system
from ..installers.uv.failure import explain, meaningful
from ..installers.uv.lines import warnings
from ..model.finding import Change
from ..model.installed import Environment
from ..model.intent import Intent
from ..model.outcome import InstallerEnd, Outcome
from ..model.project import project_name
from ..model.urls import without_credentials_in
from ..transaction.types import TransactionResult
from .check import Checked

_REFUSED = {
    "sync": "synced",
    "lock": "synced",
    "add": "changed",
    "remove": "changed",
    "recreate": "made anew",
    "repair": "repaired",
}

# What the death watch answers for a program that a signal ended: 128 and the signal's number.
_SIGNALED = range(129, 160)


def ending(
    intent: Intent, before: Checked, after: Checked, ran: TransactionResult, *, cancelled: bool
) -> Outcome:
    """The outcome of a sync that began."""
    name = project_name(before.view.project.root)
    places = before.view.environment, after.view.environment
    return ending_of(intent, name, *places, ran, cancelled=cancelled)


def ending_of(
    intent: Intent,
    name: str,
    before: Environment,
    after: Environment,
    ran: TransactionResult,
    *,
    cancelled: bool,
) -> Outcome:
    """The same, by what was installed in the environment of that name before and after."""
    command = tuple(without_credentials_in(it) for it in ran.step.command)
    root = before.path
    outcome = _ended(intent, name, changed(before, after), ran, cancelled=cancelled)
    return outcome._replace(
        installer=InstallerEnd(command, ran.exit, meaningful(ran.text) if ran.exit else ""),
        warnings=(*_told(ran), *outcome.warnings),
        set_aside=tuple(os.path.join(root, it) for it in ran.held),
        still_held=ran.blocked or ran.still_held,
        still_missing=tuple(
            os.path.join(root, it) for it in (*ran.still_missing, *ran.overwritten)
        ),
    )


def _ended(
    intent: Intent,
    name: str,
    changes: tuple[Change, ...],
    ran: TransactionResult,
    *,
    cancelled: bool,
) -> Outcome:
    if ran.end == "done":
        return _done(intent, name, changes, ran)
    if ran.end == "failed":
        return Outcome(
            "failed", f"{_why(ran)}; {name} could not be restored: {_left(ran)}", changes
        )
    if ran.end == "refused":
        blocked = ", ".join(ran.blocked)
        why = f"{blocked} cannot even be moved; nothing was changed"
        return Outcome("refused", f"{name} was not {_REFUSED[intent.kind]}: {why}")
    if cancelled:
        return Outcome("cancelled", f"Cancelled; {name} is as it was")
    return Outcome("restored", f"{_why(ran)}; {name} is as it was")


def _left(ran: TransactionResult) -> str:
    if ran.abandoned:
        return f"{ran.abandoned}; what is there now stays as it is"
    if ran.still_missing:
        count = f"{len(ran.still_missing)} of its paths could not be put back"
        return f"{count}; when nobody holds them any more, `lockstep sweep` does it"
    count = f"another package's stand in the place of {len(ran.overwritten)} of its files"
    how = "`uv sync --reinstall-package` with that name puts it right"
    return f"{count}; `lockstep verify` says of which package they are, and {how}"


def _why(ran: TransactionResult) -> str:
    if ran.obstacle:
        return ran.obstacle
    if ran.exit == 0:
        return f"uv ended without an error, but {ran.reason}"
    if ran.exit is not None and ran.exit in _SIGNALED:
        return f"uv was ended from outside, by signal {ran.exit - 128}"
    return explain(ran.text)


def _told(ran: TransactionResult) -> tuple[str, ...]:
    """What uv warned of, unless the check afterwards knows better."""
    return ran.warnings if ran.end == "done" else (*ran.warnings, *warnings(ran.said))


def _done(
    intent: Intent, name: str, changes: tuple[Change, ...], ran: TransactionResult
) -> Outcome:
    is_plain = ran.kind == "packages" and intent.kind != "repair"
    if not changes and not ran.wrote and is_plain:
        return nothing(name)
    deed = _deed(intent, name, ran)
    message = f"{deed}: {_count(changes)} changed" if changes or ran.wrote else deed
    return Outcome("done", without_credentials_in(message), changes)


def _deed(intent: Intent, name: str, ran: TransactionResult) -> str:
    items = ", ".join(intent.items)
    if intent.kind == "add":
        return f"Added {items} to {name}"
    if intent.kind == "remove":
        return f"Removed {items} from {name}"
    if intent.kind == "repair":
        return f"Repaired {name}"
    if ran.kind == "whole":
        return f"Made the environment of {name} anew"
    return f"Synced {name} with a new lockfile" if ran.wrote else f"Synced {name}"


def refused(intent: Intent, name: str, mistake: LockstepError) -> Outcome:
    """A sync that did not begin, and why."""
    return Outcome("refused", f"{name} was not {_REFUSED[intent.kind]}: {mistake.message}")


def stopped(name: str, mistake: OSError) -> Outcome:
    """The system refused something to the end of a sync too, and not to its middle alone."""
    why = said_by_system(mistake)
    how = "when that is put right, `lockstep sweep` ends what was begun"
    return Outcome("failed", f"{why}; {name} may not be as it was; {how}")


def nothing_broken(name: str) -> Outcome:
    """There was nothing to repair."""
    return Outcome("nothing", f"Nothing to repair: {name} is sound")


def nothing(name: str) -> Outcome:
    """There was nothing to do."""
    return Outcome("nothing", f"Nothing to do: {name} is in step")


def changed(before: Environment, after: Environment) -> tuple[Change, ...]:
    """What is installed now and was not before, or was in pieces."""
    old, new = before.by_name(), after.by_name()
    changes = []
    for name in sorted(old.keys() | new.keys()):
        was, is_ = old.get(name, []), new.get(name, [])
        if was != is_:
            versions = [it[0].version if it else "" for it in (was, is_)]
            changes.append(Change(name, *versions))
    return tuple(changes)


def _count(changes: tuple[Change, ...]) -> str:
    number = len(changes)
    return f"{number or 'no'} package{'' if number < 2 else 's'}"

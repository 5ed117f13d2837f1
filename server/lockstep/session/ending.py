"""How a sync ended: what ran and two checks in, the outcome out. Pure."""

from __future__ import annotations

from ..errors import LockstepError
from ..installers.uv.failure import explain, meaningful
from ..installers.uv.lines import warnings
from ..model.finding import Change
from ..model.installed import Environment
from ..model.intent import Intent
from ..model.outcome import InstallerEnd, Outcome
from ..model.urls import without_credentials_in
from ..sync.perform import Performed
from .check import Checked
from .projects import project_name
from .to_do import is_nothing_to_do

_REFUSED = {"sync": "synced", "lock": "synced", "add": "changed", "remove": "changed"}


def ending(
    intent: Intent, before: Checked, after: Checked, ran: Performed, *, cancelled: bool
) -> Outcome:
    """The outcome of a sync that began."""
    name = project_name(before.view.project.root)
    changes = changed(before.view.environment, after.view.environment)
    command = tuple(without_credentials_in(it) for it in ran.step.command)
    told = (*warnings(ran.said), *ran.kept)
    if ran.exit == 0 and is_nothing_to_do(after.view):
        return _done(intent, name, changes, InstallerEnd(command, 0), told, wrote=ran.wrote)
    installer = InstallerEnd(command, ran.exit, meaningful(ran.text))
    if ran.exit != 0 and cancelled:
        message = f"Cancelled; {_so_far(name, changes)}"
        return Outcome("cancelled", message, changes, installer, told)
    why = explain(ran.text) if ran.exit != 0 else _still_drifted(name, after)
    message = f"{why}; {_so_far(name, changes)}" if changes else why
    return Outcome("failed", message, changes, installer, told)


def _done(
    intent: Intent,
    name: str,
    changes: tuple[Change, ...],
    installer: InstallerEnd,
    told: tuple[str, ...],
    *,
    wrote: bool,
) -> Outcome:
    if not changes and not wrote:
        return nothing(name)._replace(installer=installer, warnings=told)
    message = without_credentials_in(
        f"{_deed(intent, name, wrote=wrote)}: {_count(changes)} changed"
    )
    return Outcome("done", message, changes, installer, told)


def _deed(intent: Intent, name: str, *, wrote: bool) -> str:
    items = ", ".join(intent.items)
    if intent.kind == "add":
        return f"Added {items} to {name}"
    if intent.kind == "remove":
        return f"Removed {items} from {name}"
    return f"Synced {name} with a new lockfile" if wrote else f"Synced {name}"


def refused(intent: Intent, name: str, mistake: LockstepError) -> Outcome:
    """A sync that did not begin, and why."""
    return Outcome("refused", f"{name} was not {_REFUSED[intent.kind]}: {mistake.message}")


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


def _still_drifted(name: str, after: Checked) -> str:
    counting = [it.message for it in after.report.findings if it.counts]
    rest = f": {counting[0]}" if counting else ""
    return f"uv ended without an error, but {name} is still not in step{rest}"


def _so_far(name: str, changes: tuple[Change, ...]) -> str:
    if not changes:
        return f"nothing has changed in {name}"
    return f"{_count(changes)} of {name} {'has' if len(changes) == 1 else 'have'} changed already"


def _count(changes: tuple[Change, ...]) -> str:
    number = len(changes)
    return f"{number or 'no'} package{'' if number < 2 else 's'}"

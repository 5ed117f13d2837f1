"""The names and payloads beyond LSP; docs/protocol.md describes them, and a test compares both.

The server also works with clients that support none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..drift.packages import Package, choices, packages
from ..model.as_json import holder_object, report_object
from ..model.outcome import Outcome
from ..project.dependencies import state_line
from ..project.snapshot import Snapshot

CHECK = "lockstep.check"
SYNC = "lockstep.sync"
LOCK_AND_SYNC = "lockstep.lockAndSync"
ADD = "lockstep.addDependency"
REMOVE = "lockstep.removeDependency"
RECREATE = "lockstep.recreate"
REPAIR = "lockstep.repair"
FREE = "lockstep.free"
SWEEP = "lockstep.sweep"
DELETE = "lockstep.delete"
HOLDERS = "lockstep.holders"
END_HOLDER = "lockstep.endHolder"
PYTHONS = "lockstep.pythons"
VERIFY = "lockstep.verify"
COMMANDS = (
    *(CHECK, SYNC, LOCK_AND_SYNC, ADD, REMOVE, RECREATE, REPAIR, FREE, SWEEP, DELETE),
    *(HOLDERS, END_HOLDER, PYTHONS, VERIFY),
)
"""The commands of `workspace/executeCommand`."""

SELECT = "lockstep.select"
SHOW_HOLDERS = "lockstep.showHolders"
HARMLESS = frozenset({CHECK, SELECT, SHOW_HOLDERS})
"""The commands of server and client that run no program, so that they need no trusted workspace."""

STATUS = "lockstep/status"
"""Server to client, whenever it changes: health, quiescent, message, environments."""

STATE = "lockstep/state"
"""Client to server, a request: the reports of all projects, their packages, possible selections."""

RELEASE = "lockstep/release"
"""Server to client, a request: let other extensions release files that a sync could not move."""

RESUME = "lockstep/resume"
"""Server to client, a notification: that sync has ended."""


def release_payload(root: str, blocked: Outcome) -> dict[str, Any]:
    """The parameters of `lockstep/release`.

    Args:
        root: the root of the project.
        blocked: the outcome of a sync that was refused because of held files.
    """
    return {
        "project": root,
        "paths": list(blocked.blocked),
        "holders": [holder_object(it) for it in blocked.holders],
    }


def status_payload(
    snapshots: Iterable[Snapshot], *, busy: bool, warning: str, syncing: Mapping[str, str]
) -> dict[str, Any]:
    """The parameters of `lockstep/status`.

    Args:
        snapshots: the last checks of all projects.
        busy: a check runs or is due.
        warning: shown instead of the state; empty for none.
        syncing: what each running sync does, by the root of its project.
    """
    found = sorted(snapshots)
    environments = [
        {
            "project": it.root,
            "environment": it.report.environment,
            "python": it.report.python,
            "in_step": it.report.in_step,
            "message": state_line(it),
        }
        for it in found
    ]
    failed = bool(warning) or any(it.problem for it in found)
    drifted = any(not it.report.in_step for it in found)
    doing = [words for _, words in sorted(syncing.items())]
    told = doing or [str(it["message"]) for it in environments]
    return {
        "health": "error" if failed else "warning" if drifted else "ok",
        "quiescent": not (busy or doing),
        "message": warning or "; ".join(told),
        "environments": environments,
    }


def state_payload(snapshots: Iterable[Snapshot], *, trusted: bool) -> dict[str, Any]:
    """The answer to `lockstep/state`: for each project report, packages and possible selections.

    Args:
        snapshots: the last checks of all projects.
        trusted: the client trusts the workspace; passed on to the client.
    """
    return {"projects": [_project(it, trusted=trusted) for it in sorted(snapshots)]}


def _project(snapshot: Snapshot, *, trusted: bool) -> dict[str, Any]:
    found = choices(snapshot.view)
    return {
        **report_object(snapshot.report),
        "packages": [_package(it) for it in packages(snapshot.view)],
        "choices": {name: list(values) for name, values in found._asdict().items()},
        "trusted": trusted,
    }


def _package(package: Package) -> dict[str, Any]:
    return {
        "name": package.name,
        "pinned": package.pinned or None,
        "installed": package.installed or None,
        "direct": package.is_direct,
        "in": list(package.sections),
    }

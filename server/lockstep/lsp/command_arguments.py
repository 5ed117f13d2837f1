"""Decodes the arguments of `workspace/executeCommand`; a wrong type is refused with a message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..errors import Refused
from ..model.intent import Intent, IntentKind
from ..operations.request import UpkeepKind
from ..session.sync_threads import SyncCommand
from .convert import path_of
from .protocol import (
    ADD,
    DELETE,
    FREE,
    LOCK_AND_SYNC,
    RECREATE,
    REMOVE,
    REPAIR,
    SWEEP,
    SYNC,
)

_HINT = "docs/protocol.md lists the arguments of each command"

INTENTS: dict[str, IntentKind] = {
    SYNC: "sync",
    LOCK_AND_SYNC: "lock",
    ADD: "add",
    REMOVE: "remove",
    RECREATE: "recreate",
    REPAIR: "repair",
}
UPKEEP: dict[str, UpkeepKind] = {FREE: "free", SWEEP: "sweep", DELETE: "delete"}
_ITEMS = {"add": "requirements", "remove": "names"}


def read_sync_command(
    command: str, arguments: Sequence[Any], avoid: tuple[str, ...]
) -> SyncCommand:
    """Decode a command that changes an environment.

    Args:
        command: its name, a key of `INTENTS` or `UPKEEP`.
        arguments: its arguments, as sent.
        avoid: folders in which no program is run.

    Raises:
        Refused: an argument has a wrong type, or what to add or to remove is missing.
    """
    table = arguments_of(arguments)
    if command in UPKEEP:
        return SyncCommand(project_of(table), upkeep=UPKEEP[command])
    kind = INTENTS[command]
    key = _ITEMS.get(kind, "")
    intent = Intent(
        kind,
        items=_strings(table, key) if key else (),
        group=_string(table, "group") if key else "",
        extra=_string(table, "extra") if key else "",
        python=_string(table, "python") if kind == "recreate" else "",
    )
    return SyncCommand(project_of(table), intent, avoid, replace=table.get("replace") is True)


def arguments_of(arguments: Sequence[Any]) -> dict[str, Any]:
    """The object that a command takes as its first argument; empty if that is missing.

    A path or URI instead of the object becomes its `project`; any other value is ignored.
    """
    first = arguments[0] if arguments else None
    if isinstance(first, str):
        return {"project": first}
    return first if isinstance(first, dict) else {}


def project_of(table: dict[str, Any]) -> str:
    """The path in `project`, which may be a `file:` URI; empty if it is missing.

    Raises:
        Refused: `project` is no string.
    """
    named = _string(table, "project")
    return path_of(named) or named


def paths_of(table: dict[str, Any]) -> tuple[str, ...]:
    """The paths in `paths`, which may be `file:` URIs; empty if the list is missing.

    Raises:
        Refused: `paths` is no list of strings.
    """
    named = _strings(table, "paths") if table.get("paths") is not None else ()
    return tuple(path_of(it) or it for it in named)


def packages_of(table: dict[str, Any]) -> tuple[str, ...]:
    """The names in `packages`; empty if the list is missing.

    Raises:
        Refused: `packages` is no list of strings.
    """
    return _strings(table, "packages") if table.get("packages") is not None else ()


def process_of(table: dict[str, Any]) -> tuple[int, float]:
    """The process id in `pid`, and the start time in `started` (epoch seconds).

    Raises:
        Refused: one of them is missing or no number, or the id is no integer.
    """
    pid, started = table.get("pid"), table.get("started")
    is_number = isinstance(started, int | float) and not isinstance(started, bool)
    if type(pid) is not int or not is_number:
        raise Refused("`pid` and `started` must be numbers", _HINT)
    return pid, float(started or 0)


def _string(table: dict[str, Any], key: str) -> str:
    found = table.get(key)
    if found is None or isinstance(found, str):
        return found or ""
    raise Refused(f"`{key}` must be a string", _HINT)


def _strings(table: dict[str, Any], key: str) -> tuple[str, ...]:
    found = table.get(key)
    if isinstance(found, list | tuple) and all(isinstance(it, str) for it in found):
        return tuple(found)
    raise Refused(f"`{key}` must be a list of strings", _HINT)

"""Who holds what: of an environment, of named paths, of what a sync set aside."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from ..host.own_host import own_host
from ..host.processes import end_one, is_alive, own_ancestors
from ..model.holder import Ended, Holder
from ..model.outcome import Outcome
from ..sync.holders import Search, find_holders, find_listed
from ..sync.unseen import unseen
from .aftermath import look_for_held
from .outcome_json import holder_object
from .report_json import SCHEMA

# The system's own list takes long, and the first few files tell the holder.
_MOST_LISTED = 3


def holders_of(environment: str, paths: Iterable[str] = ()) -> tuple[Holder, ...]:
    """The processes that hold files of an environment, or only some paths of it."""
    return find_holders(_search(environment, paths))


def all_holders_of(
    environment: str, paths: Iterable[str] = ()
) -> tuple[tuple[Holder, ...], tuple[str, ...]]:
    """The same with those of the system's own list, and what is held by nobody who is visible."""
    search = _search(environment, paths)
    found = find_holders(search)
    hidden = unseen(own_host(), search.root, search.paths, found)
    listed = find_listed(hidden)
    known = {path for it in listed for path in it.files}
    return (*found, *listed), tuple(it for it in hidden if it not in known)


def _search(environment: str, paths: Iterable[str]) -> Search:
    return Search(os.path.realpath(environment), tuple(os.path.realpath(it) for it in paths))


def end_holder(environment: str, pid: int, started: float) -> Ended:
    """End one program, if it is that process and holds something of an environment right now.

    Whoever calls has asked its user about exactly this process. Neither this program nor one of
    those that started it is ever ended.
    """
    if pid in own_ancestors():
        return Ended(f"pid {pid} is Lockstep, or what it runs in; end it yourself")
    if not is_alive(pid, started):
        return Ended(f"pid {pid} is not that program any more")
    # What was of it until a sync counts, too: that is who should be started anew.
    found = (*holders_of(environment), *look_for_held(environment).stale)
    holder = next((it for it in found if it.pid == pid), None)
    if holder is None:
        return Ended(f"pid {pid} holds nothing of {environment}")
    name = f"{holder.name} (pid {pid})"
    if not end_one(pid, started):
        return Ended(f"{name} could not be ended: the system does not allow it")
    return Ended(f"Ended {name}", is_ended=True)


def with_holders(outcome: Outcome) -> Outcome:
    """The outcome with who holds what of it; asked only where something is held."""
    if not outcome.still_held:
        return outcome
    closed = _closed(outcome)
    if closed:
        # That is about rights, and nobody holds anything.
        how = f"{closed} is closed to this user; give back the right to write there, and try again"
        return outcome._replace(still_held=(), message=f"{outcome.message}; {how}")
    files = tuple(path for it in outcome.still_held for path in _files(it))
    found = find_holders(Search("", files)) or find_listed(files[:_MOST_LISTED])
    return outcome._replace(still_held=files, holders=found, message=_named(outcome, found))


def _closed(outcome: Outcome) -> str:
    """The folder whose permissions, and no holder, keep a path of a refusal where it is."""
    folders = [os.path.dirname(it) for it in outcome.still_held]
    closed = [it for it in folders if os.path.isdir(it) and not os.access(it, os.W_OK)]
    return closed[0] if outcome.kind == "refused" and closed else ""


def _named(outcome: Outcome, holders: tuple[Holder, ...]) -> str:
    """A refusal names the first holder, for that is what the user has to look at."""
    if outcome.kind != "refused":
        return outcome.message
    if not holders:
        who = "its holder is not visible: probably elevated or antivirus"
        return f"{outcome.message}; {who}; close what may use it, and try again"
    first = holders[0]
    via = f", {first.via}" if first.via else ""
    who = f"it is held by {first.name} (pid {first.pid}{via})"
    return f"{outcome.message}; {who}; end that, and try again"


def _files(path: str) -> list[str]:
    """The files of a folder; of an empty one itself, for somebody may stand in it."""
    found = [os.path.join(folder, it) for folder, _, files in os.walk(path) for it in files]
    return found or [path]


def holders_object(
    environment: str, holders: tuple[Holder, ...], unseen: tuple[str, ...] = ()
) -> dict[str, Any]:
    """The answer of `lockstep holders --format json`."""
    return {
        "schema": SCHEMA,
        "environment": environment,
        "holders": [holder_object(it) for it in holders],
        "unseen": list(unseen),
    }

"""Who holds what: of an environment, of named paths, of what a sync set aside."""

from __future__ import annotations

import os

from ..holders.search import Search, find_holders, find_listed
from ..model.holder import Holder
from ..model.outcome import Outcome

# The system's own list takes long, and the first few files tell the holder.
_MOST_LISTED = 3


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

"""The processes that hold the files of an outcome."""

from __future__ import annotations

import os

from ..aside.aside_folder import files_aside
from ..holders.search import Search, find_holders, find_listed
from ..model.holder import Holder
from ..model.outcome import Outcome

# The system's own list takes long, and the first few files tell the holder.
_MOST_LISTED = 3


def with_holders(outcome: Outcome) -> Outcome:
    """The outcome with the holders of its blocked and not deleted files, if there are any.

    Folders in `blocked` and `not_deleted` are replaced by the files in them. If a file is blocked,
    the message names its first holder. If it is blocked because this user may not write in its
    folder, the message says so instead, and `blocked` is empty.
    """
    held = (*outcome.blocked, *outcome.not_deleted)
    if not held:
        return outcome
    closed = _closed(outcome)
    if closed:
        # No process holds anything: permissions are missing.
        message = f"{outcome.message}; this user may not write in {closed}"
        hint = f"give this user write permission for {closed}, and try again"
        return outcome._replace(blocked=(), message=message, hint=hint, code="refused")
    blocked = tuple(path for it in outcome.blocked for path in _files(it))
    not_deleted = tuple(path for it in outcome.not_deleted for path in (*files_aside(it),) or (it,))
    files = (*blocked, *not_deleted)
    found = find_holders(Search("", files)) or find_listed(files[:_MOST_LISTED])
    outcome = outcome._replace(blocked=blocked, not_deleted=not_deleted, holders=found)
    return _named(outcome, found) if blocked else outcome


def _closed(outcome: Outcome) -> str:
    """The folder with missing permissions that block a path; empty if there is none."""
    folders = [os.path.dirname(it) for it in outcome.blocked]
    closed = [it for it in folders if os.path.isdir(it) and not os.access(it, os.W_OK)]
    return closed[0] if closed else ""


def _named(outcome: Outcome, holders: tuple[Holder, ...]) -> Outcome:
    """A refusal with its first holder, which is the process that the user has to look at."""
    if not holders:
        seen = "it is in use by a process that Lockstep cannot see (elevated, or an antivirus?)"
        hint = "close programs that may use it, and try again"
    else:
        first = holders[0]
        via = f", {first.via}" if first.via else ""
        seen = f"it is held by {first.name} (pid {first.pid}{via})"
        hint = "end that program, and try again"
    return outcome._replace(message=f"{outcome.message}; {seen}", hint=hint)


def _files(path: str) -> list[str]:
    """The files of a folder; of an empty one itself: it may be a process's current folder."""
    found = [os.path.join(folder, it) for folder, _, files in os.walk(path) for it in files]
    return found or [path]

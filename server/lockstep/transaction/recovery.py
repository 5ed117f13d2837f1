"""Ending a sync that was cut off, before anything else begins."""

from __future__ import annotations

from ..aside.journal import JournalState, Process, read_journal
from ..aside.rollback import Recovered, resolve_interrupted
from ..aside.state_folder import StateFolder
from ..errors import Refused
from ..host.contract import Host
from ..host.existence import exists
from ..host.processes import end_tree
from .complete import is_complete
from .concurrent import concurrent_files
from .report import lost_files, shortened


def recover_interrupted(host: Host, state: StateFolder) -> tuple[str, ...]:
    """End a sync that was cut off, if there was one; what happened, in words.

    Raises:
        Refused: not all of it could be put back yet, or its journal cannot be deleted, so nothing
            else may begin.
    """
    journaled = read_journal(state.journal) or JournalState()
    found = resolve_interrupted(host, state, _end, concurrent_files, is_complete)
    if found is None:
        return ()
    if found.still_missing:
        what = "an earlier sync could not be undone"
        raise Refused(f"{what}: {not_back_yet(found.still_missing)}")
    if exists(state.journal):
        raise Refused("; ".join((_told(found), *found.warnings)))
    unrecoverable = found.refetched.missing
    told = lost_files(journaled.environment, unrecoverable) if unrecoverable else ()
    return (_told(found), *found.warnings, *told)


def _end(installer: Process) -> None:
    end_tree(*installer)


def _told(found: Recovered) -> str:
    return f"an earlier sync was cut off; {_what_stands(found)}"


def _what_stands(found: Recovered) -> str:
    if found.abandoned:
        return f"{found.abandoned}; what is there now stays as it is"
    return "the new environment stands" if found.is_new else "the old environment was put back"


def not_ended_yet(why: str) -> str:
    """What is to be done about a rollback in whose middle the system refused something."""
    return f"{why}; nothing that was set aside is lost, and `lockstep sweep` ends what was begun"


def not_back_yet(missing: tuple[str, ...]) -> str:
    """What is to be done about paths that could not return."""
    what = "these paths could not be put back yet"
    how = "end the programs that hold them, or let this user write there, and run this again"
    return f"{what}: {shortened(missing)}; {how}"

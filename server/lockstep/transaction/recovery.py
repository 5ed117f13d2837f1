"""Recovery of an interrupted transaction, before another one begins."""

from __future__ import annotations

from ..aside.journal import JournalState, Process, read_journal
from ..aside.rollback import Recovered, resolve_interrupted
from ..aside.state_folder import StateFolder
from ..errors import Refused, said_by_system
from ..host.contract import Host
from ..host.existence import exists
from ..host.processes import end_tree
from .complete import is_complete
from .concurrent import concurrent_files
from .report import lost_files, shortened


def recover_interrupted(host: Host, state: StateFolder) -> tuple[str, ...]:
    """Commit or roll back the interrupted transaction of an environment, if there is one.

    If there is none, what earlier transactions have left is deleted. The caller holds the guard.
    Returns warnings that say what was done; empty if no transaction was interrupted.

    Raises:
        Refused: not everything could be put back yet, the inventory is damaged or gone, or the
            journal of the ended transaction cannot be deleted; no other one may begin then.
        OSError: the journal cannot be read, a leftover cannot be deleted, or the state of a path
            could not be found out.
        TypeError: as `read_journal`.
    """
    journaled = read_journal(state.journal) or JournalState()
    found = resolve_interrupted(host, state, _end, concurrent_files, is_complete)
    if found is None:
        return ()
    if found.not_restored:
        raise not_restored(found.not_restored, "the rollback of an interrupted sync")
    # Another transaction would append its lines to the same journal.
    if exists(state.journal):
        hint = f"delete {state.journal}, or let this user delete it"
        raise Refused("; ".join((_told(found), *found.warnings)), hint)
    unrecoverable = found.refetched.missing
    told = lost_files(journaled.environment, unrecoverable) if unrecoverable else ()
    return (_told(found), *found.warnings, *told)


def _end(installer: Process) -> None:
    end_tree(*installer)


def _told(found: Recovered) -> str:
    if found.abandoned:
        return f"an interrupted sync was not rolled back: {abandoned(found.abandoned)}"
    return f"an interrupted sync was {'completed' if found.is_new else 'rolled back'}"


def abandoned(reason: str) -> str:
    """The message for a rollback that was abandoned for a reason (`Recovered.abandoned`)."""
    return f"{reason}; the environment stays as it is now"


def interrupted_rollback(mistake: OSError, root: str) -> Refused:
    """The refusal (to be raised) after an error of the system in the middle of a rollback.

    Args:
        mistake: the error.
        root: the environment, named if the error has no path.
    """
    what = f"{said_by_system(mistake, root)}; nothing that was set aside is lost"
    return Refused(what, "`lockstep sweep` completes the rollback", "not-restored")


def not_restored(missing: tuple[str, ...], rollback: str = "the rollback") -> Refused:
    """The refusal (to be raised) as long as paths cannot be put back.

    Args:
        missing: these paths.
        rollback: the subject of the message.
    """
    what = f"{rollback} is not complete: cannot put back {shortened(missing)}"
    how = "end the programs that hold these files, or let this user write there, and try again"
    return Refused(what, how, "not-restored")

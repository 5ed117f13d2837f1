"""The guard: a lock in the state folder, for at most one transaction per environment."""

from __future__ import annotations

import json
import os

from ..aside.journal import Process, read_journal
from ..aside.state_folder import StateFolder
from ..errors import Busy, Refused, advice_on, said_by_system
from ..host.contract import FileLock, Host
from ..host.files import read_bytes
from ..host.processes import end_tree, is_alive, own_identity

_ORPHAN_SECONDS = 10.0


def take_guard(host: Host, state: StateFolder) -> FileLock:
    """Take the guard of an environment; the caller releases it.

    An installer inherits the guard, and keeps it until it has ended. If the Lockstep that started
    such an installer has ended, the installer is ended first.

    Raises:
        Busy: another sync is running, or its installer could not be ended within 10 s.
        Refused: a file in the state folder cannot be read or written, or not be locked.
    """
    try:
        return _taken(host, state)
    except OSError as mistake:
        # As after `sudo lockstep sync`, which leaves files of another user.
        what = f"no journal can be kept: {said_by_system(mistake)}"
        raise Refused(what, f"{advice_on(mistake)}, or set XDG_STATE_HOME") from mistake


def guard_if_free(host: Host, state: StateFolder) -> FileLock | None:
    """Take the guard without waiting, and without ending an orphaned installer.

    The caller releases the guard. Returns None if another process holds it.

    Args:
        host: takes the lock.
        state: the state folder, which must exist.

    Raises:
        OSError: the state folder cannot be written, or is gone.
    """
    hold = host.take_lock(state.guard, 0.0)
    return None if hold is None else _owned(hold, state)


def _taken(host: Host, state: StateFolder) -> FileLock:
    try:
        hold = host.take_lock(state.guard, 0.0)
    except FileNotFoundError:
        # Another process has just deleted the state folder, because the environment was gone.
        os.makedirs(state.path, mode=0o700, exist_ok=True)
        hold = host.take_lock(state.guard, 0.0)
    # Held by another Lockstep, or by the installer of one that has ended.
    if hold is None:
        _end_orphan(state)
        hold = host.take_lock(state.guard, _ORPHAN_SECONDS)
    if hold is None:
        what = "an installer of an earlier sync is still at work in this environment"
        raise Busy(what, "end that process, and try again")
    return _owned(hold, state)


def _owned(hold: FileLock, state: StateFolder) -> FileLock:
    """The guard, with this process as its owner in the state folder."""
    try:
        with open(state.owner, "w", encoding="utf-8") as file:
            json.dump(own_identity(), file)
    except OSError:
        hold.release()
        raise
    return hold


def _end_orphan(state: StateFolder) -> None:
    data = read_bytes(state.owner)
    owner = _owner(data) if data is not None else None
    if data is not None and (owner is None or is_alive(*owner)):
        # The file is empty while another process that has just taken the guard writes it.
        by = f" (pid {owner.pid})" if owner else ""
        raise Busy(f"another sync{by} is at work in this environment")
    journaled = read_journal(state.journal)
    if journaled is not None and journaled.installer is not None:
        end_tree(*journaled.installer)


def _owner(data: bytes) -> Process | None:
    try:
        return Process(*json.loads(data))
    except (ValueError, TypeError):
        return None

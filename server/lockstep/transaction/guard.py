"""One sync an environment a machine."""

from __future__ import annotations

import json
import os

from ..aside.journal import Process, read_journal
from ..aside.state_folder import StateFolder
from ..errors import Refused, advice_on, said_by_system
from ..host.contract import FileLock, Host
from ..host.files import bytes_if_readable
from ..host.processes import end_tree, is_alive, own_identity

_ORPHAN_SECONDS = 10.0


def take_guard(host: Host, state: StateFolder) -> FileLock:
    """The guard of an environment, until it is let go.

    An installer keeps the guard as long as it lives: one whose Lockstep is gone is ended first.

    Raises:
        Refused: another sync is at work, or the state folder is closed to this user.
    """
    try:
        return _taken(host, state)
    except OSError as mistake:
        # As after `sudo lockstep sync`, which leaves files of another user.
        what = f"no journal can be kept: {said_by_system(mistake)}"
        raise Refused(what, f"{advice_on(mistake)}, or set XDG_STATE_HOME") from mistake


def _taken(host: Host, state: StateFolder) -> FileLock:
    hold = host.take_lock(state.guard, 0.0)
    if hold is None:
        _end_orphan(state)
        hold = host.take_lock(state.guard, _ORPHAN_SECONDS)
    if hold is None:
        raise Refused(
            "an installer of an earlier sync is still at work in this environment; end it"
        )
    try:
        with open(_name_file(state), "w", encoding="utf-8") as file:
            json.dump(own_identity(), file)
    except OSError:
        hold.release()
        raise
    return hold


def _end_orphan(state: StateFolder) -> None:
    owner = _owner(state)
    if owner is not None and is_alive(*owner):
        what = f"another sync (pid {owner.pid}) is at work in this environment"
        raise Refused(f"{what}; try again when it has ended")
    journaled = read_journal(state.journal)
    if journaled is not None and journaled.installer is not None:
        end_tree(*journaled.installer)


def _owner(state: StateFolder) -> Process | None:
    try:
        return Process(*json.loads(bytes_if_readable(_name_file(state)) or b"x"))
    except (ValueError, TypeError):
        return None


def _name_file(state: StateFolder) -> str:
    return os.path.join(state.path, "owner.json")

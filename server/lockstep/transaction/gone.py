"""Deletes the state folders of environments that are gone, a few at a time.

It runs after a command that has taken a guard, at most once a day. On other days it costs one stat.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress

from ..aside.aside_list import listed_aside_folders
from ..aside.state_folder import StateFolder, environments_folder
from ..aside.state_folders import (
    delete_state_folder,
    environment_of_state,
    foreign_names,
    remove_if_empty,
    state_folders,
)
from ..host.contract import Host
from ..host.existence import exists, is_gone
from ..host.files import bytes_if_readable
from .guard import guard_if_free

_SECONDS = 24 * 60 * 60
_MOST = 50
"""How many state folders are looked at in one day; the next look continues behind the last."""


def forget_gone(host: Host, base: str = "") -> None:
    """Delete some state folders of environments that are gone, unless that was done today.

    An environment is gone if its path certainly does not exist (`is_gone`). Its state folder stays
    if it contains a journal or unknown files, if another process holds the guard, or while one of
    its aside folders may exist. At most 50 state folders are tested in one day. Errors of the
    system are ignored, because the next attempt may succeed.

    Args:
        host: carries out each effect.
        base: another folder for all state, for tests.
    """
    with suppress(OSError):
        mark = last_look_path(base)
        if _is_recent(mark):
            return
        folders = state_folders(base)
        last = bytes_if_readable(mark).decode("ascii", "replace")
        later = [it for it in folders if os.path.basename(it.path) > last]
        chosen = [*later, *folders[: len(folders) - len(later)]][:_MOST]
        with open(mark, "w", encoding="ascii") as file:
            file.write(os.path.basename(chosen[-1].path) if chosen else "")
        for state in chosen:
            with suppress(OSError):
                _forget(host, state)


def last_look_path(base: str = "") -> str:
    """The path of the file with the time of the last look, and the name of the last folder of it.

    Args:
        base: another folder for all state, for tests.
    """
    return os.path.join(os.path.dirname(environments_folder(base)), "last-look")


def _is_recent(path: str) -> bool:
    try:
        # A time in the future is that of a clock that was wrong.
        return 0 <= time.time() - os.stat(path).st_mtime < _SECONDS
    except FileNotFoundError:
        return False


def _forget(host: Host, state: StateFolder) -> None:
    environment = environment_of_state(state)
    if not environment or not _is_forgettable(state, environment):
        return
    guard = guard_if_free(host, state)
    if guard is None:
        return
    try:
        # Again, because another process may have been at work until now.
        if _is_forgettable(state, environment):
            delete_state_folder(host, state)
    finally:
        guard.release()
    # On Windows an older volume deletes the guard only when its last handle is closed.
    remove_if_empty(host, state.path)


def _is_forgettable(state: StateFolder, environment: str) -> bool:
    if not is_gone(environment) or exists(state.journal) or foreign_names(state):
        return False
    # `.lockstep` itself: it may be deleted together with its project.
    return all(is_gone(os.path.dirname(it)) for it in listed_aside_folders(state))

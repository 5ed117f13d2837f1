"""Lists and deletes what Lockstep has left on this machine: state folders and aside folders."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import NamedTuple

from ..aside.aside_folder import FOLDER, is_aside_folder
from ..aside.aside_list import listed_aside_folders, sweep
from ..aside.state_folder import StateFolder, environments_folder
from ..aside.state_folders import (
    delete_state_folder,
    environment_of_state,
    foreign_names,
    remove_if_empty,
    state_folders,
)
from ..errors import MAKE_READABLE, Unreadable, said_by_system
from ..host.contract import Host
from ..host.existence import exists, is_gone
from .gone import last_look_path
from .guard import guard_if_free


class Folder(NamedTuple):
    """A folder that Lockstep has created.

    Attributes:
        path: its absolute path.
        size: the size of its files in bytes, without those that cannot be examined.
        is_deleted: it was deleted by `purge`.
    """

    path: str
    size: int
    is_deleted: bool = False


class Remnant(NamedTuple):
    """What Lockstep has left of one environment.

    Attributes:
        environment: the real path of the environment; empty if it is unknown.
        is_gone: the environment certainly does not exist any more.
        state: its state folder.
        aside: its aside folders that exist.
        kept: why the state folder, or a folder or file in it, was not or must not be deleted; empty
            if nothing prevents it.
    """

    environment: str
    is_gone: bool
    state: Folder
    aside: tuple[Folder, ...] = ()
    kept: str = ""

    @property
    def folders(self) -> tuple[Folder, ...]:
        """The state folder, then the aside folders."""
        return (self.state, *self.aside)


def find_remnants() -> tuple[Remnant, ...]:
    """What is left of all environments, in the order of the state folders' names; changes nothing.

    An error that concerns one environment only is in its `kept`.

    Raises:
        Unreadable: the state folders cannot be listed.
    """
    try:
        return tuple(_remnant(it) for it in state_folders())
    except OSError as mistake:
        raise Unreadable(said_by_system(mistake), MAKE_READABLE) from mistake


def purge(host: Host, remnant: Remnant) -> Remnant:
    """Delete a state folder and its aside folders; returns what was deleted and what was kept.

    Nothing is deleted if `kept` of the remnant is not empty, a transaction is interrupted, or
    another process is at work. Of an aside folder, held files stay. An error of the system is in
    `kept` of the result.
    """
    if remnant.kept:
        return remnant
    state = StateFolder(remnant.state.path)
    try:
        guard = guard_if_free(host, state)
        if guard is None:
            return remnant._replace(kept="another process is at work in the environment")
        try:
            kept = _obstacle(state) or _delete(host, state)
        finally:
            guard.release()
    except OSError as mistake:
        kept = said_by_system(mistake, state.path)
    # On Windows an older volume deletes the guard only when its last handle is closed.
    remove_if_empty(host, state.path)
    done = remnant._replace(
        state=_after(remnant.state), aside=tuple(_after(it) for it in remnant.aside)
    )
    return done._replace(kept=kept or _left(done))


def delete_root(host: Host) -> None:
    """Delete Lockstep's state folder itself, if no state folder of an environment is left in it.

    If the folder has other files, or the system refuses, it stays.
    """
    folder = environments_folder()
    if not remove_if_empty(host, folder):
        return
    with suppress(OSError):
        host.remove(last_look_path())
    remove_if_empty(host, os.path.dirname(folder))


def _remnant(state: StateFolder) -> Remnant:
    environment = environment_of_state(state)
    found = Remnant(environment, bool(environment) and is_gone(environment), _folder(state.path))
    try:
        listed = listed_aside_folders(state)
        found = found._replace(aside=tuple(_folder(it) for it in listed if _is_own(it)))
        return found._replace(kept=_obstacle(state))
    except OSError as mistake:
        return found._replace(kept=said_by_system(mistake, state.path))


def _obstacle(state: StateFolder) -> str:
    """Why a state folder must not be deleted; empty if it may be.

    Raises:
        OSError: it could not be found out.
    """
    if exists(state.journal):
        where = environment_of_state(state)
        how = f"; `lockstep sweep --environment {where}` completes it or rolls it back"
        return f"a sync was interrupted{how if where else ''}"
    foreign = foreign_names(state)
    if foreign:
        return f"it contains {foreign[0]}, which Lockstep has not created"
    missing = next((it for it in listed_aside_folders(state) if _is_out_of_reach(it)), "")
    how = "mount its disk, or delete the state folder by hand"
    return f"{missing} cannot be reached; {how}" if missing else ""


def _is_own(path: str) -> bool:
    """Whether a path of the list is that of an aside folder, and not of a link in its place."""
    return os.path.basename(os.path.dirname(path)) == FOLDER and is_aside_folder(path)


def _is_out_of_reach(path: str) -> bool:
    """Whether an aside folder may exist on a disk or share that is missing now."""
    folder = os.path.dirname(path)
    return not exists(folder) and not is_gone(folder)


def _delete(host: Host, state: StateFolder) -> str:
    """Delete the aside folders, then the state folder; returns what was kept and why, or empty."""
    in_use = sweep(host, state)
    if in_use:
        return f"{in_use[0]} is still in use"
    delete_state_folder(host, state)
    return ""


def _left(remnant: Remnant) -> str:
    left = next((it.path for it in remnant.folders if not it.is_deleted), "")
    return f"{left} could not be deleted" if left else ""


def _after(folder: Folder) -> Folder:
    return folder._replace(is_deleted=not os.path.lexists(folder.path))


def _folder(path: str) -> Folder:
    return Folder(path, _size(path))


def _size(path: str) -> int:
    """The size of all files below a folder, without those that cannot be examined."""
    total = 0
    for folder, _, names in os.walk(path):
        for name in names:
            with suppress(OSError):
                total += os.lstat(os.path.join(folder, name)).st_size
    return total

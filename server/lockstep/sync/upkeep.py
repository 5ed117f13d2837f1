"""Work on an environment without an installer: end what was cut off, sweep, delete, free."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import NamedTuple

from ..aside.errors import Immovable
from ..aside.journal import Journal, Kind, Story, read_journal
from ..aside.picture import Picture, take_picture
from ..aside.recover import finish, open_journal, save_picture, sweep, undo
from ..aside.room import Room, make_room, new_room
from ..aside.stash import set_environment_aside, swap_held
from ..aside.state import StateFolder, state_folder
from ..errors import Refused
from ..host.contract import Host
from ..host.stamps import is_file
from .earlier import recover_earlier
from .foreign import foreign_files
from .guard import take_guard


class Kept(NamedTuple):
    """How it ended: what is still held, what would not move, words, and what was swapped."""

    still_held: tuple[str, ...] = ()
    stuck: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    swapped: tuple[str, ...] = ()


def sweep_environment(host: Host, environment: str) -> Kept:
    """End a sync that was cut off, and delete what earlier ones set aside."""

    def work(state: StateFolder) -> Kept:
        return Kept(sweep(host, state))

    return _guarded(host, environment, work)


def delete_environment(host: Host, environment: str) -> Kept:
    """Move an environment aside as a whole, then delete what nobody holds of it."""

    def work(state: StateFolder) -> Kept:
        return _delete(host, state, os.path.realpath(environment))

    return _guarded(host, environment, work)


def free_environment(host: Host, environment: str) -> Kept:
    """Swap every held file, so that any installer in any terminal can delete what is there."""

    def work(state: StateFolder) -> Kept:
        return _free(host, state, os.path.realpath(environment))

    return _guarded(host, environment, work)


def _guarded(host: Host, environment: str, work: Callable[[StateFolder], Kept]) -> Kept:
    state = state_folder(os.path.realpath(environment))
    guard = take_guard(host, state)
    try:
        earlier = recover_earlier(host, state)
        return work(state)._replace(warnings=earlier)
    finally:
        guard.let_go()


def _delete(host: Host, state: StateFolder, root: str) -> Kept:
    def work(journal: Journal, room: Room) -> tuple[str, ...]:
        def save(picture: Picture) -> None:
            save_picture(state, picture)

        if set_environment_aside(host, journal, room, root, save):
            _remove_empty(host, root)
        return ()

    kept = _journaled(host, state, root, "whole", work)
    is_left = not kept.stuck and os.path.lexists(root)
    return kept._replace(still_held=(*kept.still_held, root)) if is_left else kept


def _free(host: Host, state: StateFolder, root: str) -> Kept:
    def work(journal: Journal, room: Room) -> tuple[str, ...]:
        picture = take_picture(root, os.path.dirname(room.path))
        save_picture(state, picture)
        files = [path for path, stamp in picture.paths() if is_file(stamp)]
        return tuple(os.path.join(root, it) for it in swap_held(host, journal, room, root, files))

    return _journaled(host, state, root, "packages", work)


def _journaled(
    host: Host,
    state: StateFolder,
    root: str,
    kind: Kind,
    work: Callable[[Journal, Room], tuple[str, ...]],
) -> Kept:
    """Work that is wholly done or wholly undone.

    Raises:
        Refused: the system refused something else than to move a file: a full disk, a right.
    """
    room = Room(new_room(root))
    journal = open_journal(state)
    stuck: tuple[str, ...] = ()
    swapped: tuple[str, ...] = ()
    obstacle = ""
    try:
        journal.write(begin={"environment": root, "room": room.path, "kind": kind})
        make_room(host, room.path)
        swapped = work(journal, room)
        journal.write(exit=0, is_verified=True)
    except Immovable as immovable:
        stuck = (immovable.path,)
    except OSError as mistake:
        obstacle = f"{mistake.filename or root}: {mistake.strerror or mistake}"
    finally:
        # Before anything else: Windows deletes no journal that is open.
        journal.close()
    story = read_journal(state.journal) or Story()
    if stuck or obstacle:
        undone = undo(host, state, story, foreign_files)
        if obstacle:
            raise Refused(f"{obstacle}; everything is as it was")
        return Kept(stuck=stuck, warnings=undone.warnings)
    return Kept(finish(host, state, story), swapped=swapped)


def _remove_empty(host: Host, root: str) -> None:
    """Remove what is left of an environment; on Windows a folder stays where somebody stands."""
    try:
        host.remove(root)
    except OSError:
        return

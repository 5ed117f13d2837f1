"""One environment while a transaction works on it: its aside folder, its journal, and the undo."""

from __future__ import annotations

import os
from collections.abc import Mapping

from ..aside.journal import Kind, Story, read_journal
from ..aside.parted import bring_back
from ..aside.picture import Picture, take_picture
from ..aside.recover import (
    Mend,
    Recovered,
    finish,
    mark_of,
    no_mending,
    open_journal,
    restore,
    save_picture,
    undo,
)
from ..aside.room import Room, make_room, new_room
from ..aside.stash import (
    keep_files,
    set_broken_aside,
    set_environment_aside,
    set_packages_aside,
    swap_held,
)
from ..aside.state import StateFolder
from ..aside.texts import keep_texts
from ..errors import Refused
from ..host.contract import FileLock, Host
from ..host.file_stamps import is_file
from .exposed import outward_links, unclaimed_files
from .foreign import foreign_files
from .work import Sight

_LOCK_SECONDS = 300.0
_BUSY = "another installer has been at work in this environment for 5 minutes"


class Workplace:
    """`root` is the real path of the environment, `held` what was swapped so far (below it)."""

    def __init__(self, host: Host, state: StateFolder, environment: str) -> None:
        self._host = host
        self._state = state
        self.root = os.path.realpath(environment)
        self._room = Room(new_room(self.root))
        self.journal = open_journal(state)
        self.held: tuple[str, ...] = ()
        self._parted: Mapping[str, int] = {}

    def begin(self, kind: Kind = "packages") -> None:
        """From now on there is something to undo."""
        found = {"environment": self.root, "room": self._room.path, "kind": kind}
        self.journal.write(begin={**found, "mark": mark_of(self.root)})

    def make_room(self) -> None:
        """Make the aside folder, if it is not there yet."""
        if not os.path.isdir(self._room.path):
            make_room(self._host, self._room.path)

    def wait_for_others(self) -> FileLock:
        """Keep other installers out, after those that are at work.

        Raises:
            Refused: one does not end.
        """
        lock = self._host.take_lock(os.path.join(self.root, ".lock"), _LOCK_SECONDS)
        if lock is None:
            raise Refused(f"{_BUSY}; try again when it has ended")
        return lock

    def set_files_aside(self, sight: Sight, proven: tuple[str, ...]) -> None:
        """Set aside what an installer will remove; `proven` are files that are known to be held.

        Raises:
            Immovable: a held file cannot be renamed.
        """
        going = {*sight.going, *proven}
        picture = take_picture(self.root, os.path.dirname(self._room.path), going)
        self._save(picture)
        place = (self._host, self.journal, self._room, self.root)
        self.held = (*self.held, *set_packages_aside(*place, going, proven))
        set_broken_aside(*place, sight.broken)
        if sight.coming:
            there = (it for it in unclaimed_files(picture, self.root) if self._is_there(it))
            keep_files(*place, (it for it in there if it not in going))
            self._part(picture)

    def part_links(self) -> None:
        """Let no link lead elsewhere while an installer works.

        Raises:
            Immovable: one of them cannot be renamed.
        """
        self._part(take_picture(self.root, os.path.dirname(self._room.path)))

    def return_links(self) -> None:
        """Let the links that parted stand in their places again, where nothing new is there."""
        if self._parted:
            lock = self.wait_for_others()
            try:
                bring_back(self._host, self._room, self.root, self._parted)
            finally:
                lock.release()
        self._parted = {}

    def _part(self, picture: Picture) -> None:
        links = (it for it in outward_links(picture, self.root) if self._is_there(it))
        self._parted = set_broken_aside(self._host, self.journal, self._room, self.root, links)

    def _is_there(self, path: str) -> bool:
        """What is broken, and all in it, is aside already."""
        return os.path.lexists(os.path.join(self.root, path))

    def swap_all_held(self) -> tuple[str, ...]:
        """Swap every held file of the environment; their paths.

        Raises:
            Immovable: one of them cannot be renamed.
        """
        picture = take_picture(self.root, os.path.dirname(self._room.path))
        self._save(picture)
        files = [path for path, stamp in picture.paths() if is_file(stamp)]
        held = swap_held(self._host, self.journal, self._room, self.root, files)
        return tuple(os.path.join(self.root, it) for it in held)

    def set_all_aside(self) -> bool:
        """Set the whole environment aside; whether an empty folder is in its place now.

        Raises:
            Immovable: something in it cannot be renamed.
        """
        place = (self._host, self.journal, self._room, self.root)
        return set_environment_aside(*place, self._save)

    def restore(self) -> bool:
        """Let the environment be as it was, to go on; whether all of it is."""
        return not any(restore(self._host, self._state, self._story(), foreign_files))

    def undo(self, mend: Mend = no_mending) -> Recovered:
        """Let everything be as it was, and end."""
        self.journal.close()
        return undo(self._host, self._state, self._story(), foreign_files, mend)

    def finish(self) -> tuple[str, ...]:
        """Let the new stand, and end; the aside folders that still hold something."""
        self.journal.close()
        return finish(self._host, self._state, self._story())

    def keep_texts(self, paths: tuple[str, ...]) -> None:
        """Keep the bytes of manifest and lockfile."""
        keep_texts(self._state, self.journal, paths)

    def _save(self, picture: Picture) -> None:
        save_picture(self._state, picture)

    def _story(self) -> Story:
        return read_journal(self._state.journal) or Story()

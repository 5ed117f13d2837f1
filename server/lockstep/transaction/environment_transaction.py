"""One environment while a transaction works on it: its aside folder, its journal, and the undo."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

from ..aside.aside_folder import (
    AsideFolder,
    make_aside_folder,
    nearest_folder,
    new_aside_path,
)
from ..aside.inventory import Inventory, refuse_closed, with_modes
from ..aside.journal import JournalState, Kind, read_journal
from ..aside.project_files import keep_project_files
from ..aside.rollback import (
    Committed,
    Recovered,
    Refetch,
    commit,
    mark_of,
    no_refetch,
    open_journal,
    restore_files,
    roll_back,
)
from ..aside.stash import (
    keep_files,
    set_broken_aside,
    set_environment_aside,
    set_packages_aside,
    swap_held,
)
from ..aside.state_folder import StateFolder
from ..aside.unlinked import restore_links
from ..host.contract import FileLock, Host
from ..host.existence import exists, is_folder
from ..host.file_stamps import is_file
from .at_risk import outward_in_inventory, unclaimed_in_inventory
from .concurrent import concurrent_files
from .inventories import Inventories
from .types import Assessment
from .waiting import lock_environment


class EnvironmentTransaction:
    """`root` is the real path of the environment, `held` what was swapped so far (below it).

    `inventory` is the environment as it was before files were set aside. `is_undone`: the journal
    tells that a rollback has begun.
    """

    def __init__(self, host: Host, state: StateFolder, environment: str) -> None:
        self._host = host
        self._state = state
        self.root = os.path.realpath(environment)
        self._aside_folder = AsideFolder(new_aside_path(self.root))
        self._mark = mark_of(self.root)
        # Last, because it must be closed.
        self.journal = open_journal(state)
        self.held: tuple[str, ...] = ()
        self.inventory: Inventory | None = None
        self._inventories = Inventories(state, self.root, os.path.dirname(self._aside_folder.path))
        self.is_undone = False
        self._comes = False
        self._unlinked: Mapping[str, int] = {}

    def begin(self, kind: Kind = "packages") -> None:
        """From now on there is something to undo."""
        found = {"environment": self.root, "room": self._aside_folder.path, "kind": kind}
        above = nearest_folder(os.path.dirname(self.root))
        self.journal.write(begin={**found, "mark": self._mark, "above": above})

    def is_replaced(self) -> bool:
        """Whether another environment stands there than when the transaction began."""
        return bool(self._mark) and mark_of(self.root) != self._mark

    def scratch_place(self) -> str:
        """A place in the aside folder for an environment that is only made for a trial."""
        number = self._aside_folder.number()
        self.journal.write(scratch=number)
        return self._aside_folder.place(number)

    def make_aside_folder(self) -> None:
        """Make the aside folder, if it is not there yet."""
        if not is_folder(self._aside_folder.path):
            make_aside_folder(self._host, self._aside_folder.path)

    def wait_for_others(self) -> FileLock:
        """Keep other installers out, after those that are at work.

        Raises:
            Refused: one does not end.
        """
        lock = lock_environment(self._host, self.root)
        assert lock is not None, "nothing cancels this"
        return lock

    def look_ahead(self) -> None:
        """Take the inventory now, while an installer makes its plan."""
        self._inventories.look_ahead()

    def set_files_aside(self, assessment: Assessment, proven: tuple[str, ...]) -> None:
        """Set aside what an installer will remove; `proven` are files that are known to be held.

        Raises:
            Immovable: a held file cannot be renamed.
        """
        going = {*assessment.going, *proven}
        inventory = with_modes(self._inventories.before(), self.root, going)
        self.inventory = inventory
        self._comes = bool(assessment.coming)
        refuse_closed(inventory, self.root, going)
        self._inventories.save(inventory)
        place = (self._host, self.journal, self._aside_folder, self.root)
        self.held = (*self.held, *set_packages_aside(*place, going, proven))
        set_broken_aside(*place, assessment.broken)
        if assessment.coming:
            there = (
                it for it in unclaimed_in_inventory(inventory, self.root) if self._is_there(it)
            )
            keep_files(*place, (it for it in there if it not in going))
            self._unlink(inventory)

    def set_more_aside(self, paths: Iterable[str]) -> None:
        """Keep or swap further files; those that are aside already stay as they were kept.

        Raises:
            Immovable: a held file cannot be renamed.
        """
        kept = self._journal_state().aside
        more = [it for it in paths if it not in kept]
        place = (self._host, self.journal, self._aside_folder, self.root)
        self.held = (*self.held, *set_packages_aside(*place, more))

    def unlink_outward_links(self) -> None:
        """Let no link lead elsewhere while an installer works.

        Raises:
            Immovable: one of them cannot be renamed.
        """
        self._unlink(self._inventories.now())

    def relink(self) -> None:
        """Let the links that parted stand in their places again, where nothing new is there."""
        if self._unlinked:
            lock = self.wait_for_others()
            try:
                restore_links(self._host, self._aside_folder, self.root, self._unlinked)
            finally:
                lock.release()
        self._unlinked = {}

    def _unlink(self, inventory: Inventory) -> None:
        links = (it for it in outward_in_inventory(inventory, self.root) if self._is_there(it))
        self._unlinked = set_broken_aside(
            self._host, self.journal, self._aside_folder, self.root, links
        )
        if self._unlinked:
            self.journal.write(unlinked=dict(self._unlinked))

    def _is_there(self, path: str) -> bool:
        """What is broken, and all in it, is aside already."""
        return exists(os.path.join(self.root, path))

    def swap_all_held(self) -> tuple[str, ...]:
        """Swap every held file of the environment; their paths.

        Raises:
            Immovable: one of them cannot be renamed.
        """
        inventory = self._inventories.before()
        self._inventories.save(inventory)
        files = [path for path, stamp in inventory.paths() if is_file(stamp)]
        held = swap_held(self._host, self.journal, self._aside_folder, self.root, files)
        return tuple(os.path.join(self.root, it) for it in held)

    def set_all_aside(self, *, keeps_folder: bool = True) -> bool:
        """Set the whole environment aside; whether nothing but an empty folder is there now.

        With `keeps_folder` there is one.

        Raises:
            Immovable: something in it cannot be renamed.
        """
        place = (self._host, self.journal, self._aside_folder, self.root)
        save = self._inventories.save
        return set_environment_aside(*place, save, keeps_folder=keeps_folder)

    def restore_files(self) -> bool:
        """Let the environment be as it was, to go on; whether all of it is."""
        return not any(
            restore_files(self._host, self._state, self._journal_state(), concurrent_files)
        )

    def roll_back(self, refetch: Refetch = no_refetch, *, is_ours: bool = False) -> Recovered:
        """Put everything back, and end.

        `is_ours`: the installer of this transaction has replaced the environment.
        """
        try:
            self.journal.write(is_undone=True, **({"replaced": True} if is_ours else {}))
            self.is_undone = True
        except OSError:
            # Only what was verified could be taken for the end by a later recovery.
            if self._journal_state().is_verified:
                raise
        self.journal.close()
        return roll_back(self._host, self._state, self._journal_state(), concurrent_files, refetch)

    def commit(self) -> Committed:
        """Let the new stand, and end."""
        self.journal.close()
        left = commit(self._host, self._state, self._journal_state)
        self._inventories.leave(came=self._comes)
        return left

    def keep_project_files(self, paths: tuple[str, ...]) -> None:
        """Keep the bytes of manifest and lockfile."""
        keep_project_files(self._state, self.journal, paths)

    def _journal_state(self) -> JournalState:
        return read_journal(self._state.journal) or JournalState()

"""The effects of one transaction on its environment, and their rollback or commit."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

from ..aside.aside_folder import (
    AsideFolder,
    make_aside_folder,
    nearest_folder,
    new_aside_path,
)
from ..aside.context import Context
from ..aside.environment_effects import set_environment_aside
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
    """The journal, the aside folder and the inventory of one transaction, and its effects.

    Each effect is in the journal before it happens, so that a rollback can undo it. Every method
    except `commit` raises OSError if the system refuses or the journal cannot be written.

    Attributes:
        root: the real path of the environment.
        journal: must be closed by the caller, also after an error.
        held: the files that were swapped so far, relative to `root`.
        inventory: the state before files were set aside; None until then.
        is_undone: the journal says that a rollback has begun.
    """

    def __init__(self, host: Host, state: StateFolder, environment: str) -> None:
        self._host = host
        self._state = state
        self.root = os.path.realpath(environment)
        self._aside_folder = AsideFolder(new_aside_path(self.root))
        self._context = Context(host, self._aside_folder, self.root)
        self._mark = mark_of(self.root)
        # After the calls that may fail, because it has to be closed.
        self.journal = open_journal(state)
        self.held: tuple[str, ...] = ()
        self.inventory: Inventory | None = None
        self._inventories = Inventories(state, self.root, os.path.dirname(self._aside_folder.path))
        self.is_undone = False
        self._comes = False
        self._unlinked: Mapping[str, int] = {}

    def begin(self, kind: Kind = "packages") -> None:
        """Write the first line of the journal: from now on there is something to roll back."""
        found = {"environment": self.root, "room": self._aside_folder.path, "kind": kind}
        above = nearest_folder(os.path.dirname(self.root))
        self.journal.write(begin={**found, "mark": self._mark, "above": above})

    def is_replaced(self) -> bool:
        """Whether the environment was replaced since `__init__`; False if it had no pyvenv.cfg."""
        return bool(self._mark) and mark_of(self.root) != self._mark

    def scratch_place(self) -> str:
        """A new absolute path in the aside folder for a trial environment; the sweep deletes it."""
        number = self._aside_folder.number()
        self.journal.write(scratch=number)
        return self._aside_folder.place(number)

    def make_aside_folder(self) -> None:
        """Create the aside folder, if it does not exist."""
        if not is_folder(self._aside_folder.path):
            make_aside_folder(self._host, self._aside_folder.path)

    def wait_for_others(self) -> FileLock:
        """Wait for other installers, and take uv's `.lock`; the caller releases it.

        Raises:
            Busy, OSError: as `lock_environment`.
        """
        lock = lock_environment(self._host, self.root)
        assert lock is not None, "nothing cancels this"
        return lock

    def look_ahead(self) -> None:
        """Take the inventory while the installer makes its plan; see `Inventories.look_ahead`."""
        self._inventories.look_ahead()

    def set_files_aside(self, assessment: Assessment, proven: tuple[str, ...]) -> None:
        """Set aside what the installer will remove or overwrite.

        Args:
            assessment: the plan.
            proven: files that are certainly held, because an installer failed on them.

        Raises:
            PermissionError: such a file is in a folder that cannot be listed.
            Immovable, OSError: as `stash.set_packages_aside`.
        """
        going = {*assessment.going, *proven}
        inventory = with_modes(self._inventories.before(), self.root, going)
        self.inventory = inventory
        self._comes = bool(assessment.coming)
        refuse_closed(inventory, self.root, going)
        self._inventories.save(inventory)
        swapped = set_packages_aside(self._context, self.journal, going, proven)
        self.held = (*self.held, *swapped)
        set_broken_aside(self._context, self.journal, assessment.broken)
        if assessment.coming:
            there = (
                it for it in unclaimed_in_inventory(inventory, self.root) if self._is_there(it)
            )
            keep_files(self._context, self.journal, (it for it in there if it not in going))
            self._unlink(inventory)

    def set_more_aside(self, paths: Iterable[str]) -> None:
        """Keep or swap further files (relative paths), except those that are aside already.

        Raises:
            Immovable, OSError: as `stash.set_packages_aside`.
        """
        kept = self._journal_state().aside
        more = [it for it in paths if it not in kept]
        self.held = (*self.held, *set_packages_aside(self._context, self.journal, more))

    def unlink_outward_links(self) -> None:
        """Set links aside that lead out of the environment, until `relink`.

        Raises:
            Immovable, OSError: as `stash.set_broken_aside`; or a folder cannot be listed.
        """
        self._unlink(self._inventories.now())

    def relink(self) -> None:
        """Restore the links that lead out of the environment, unless their place is taken.

        Raises:
            Busy, OSError: as `wait_for_others` and `restore_links`.
        """
        if self._unlinked:
            lock = self.wait_for_others()
            try:
                restore_links(self._context, self._unlinked)
            finally:
                lock.release()
        self._unlinked = {}

    def _unlink(self, inventory: Inventory) -> None:
        links = (it for it in outward_in_inventory(inventory, self.root) if self._is_there(it))
        self._unlinked = set_broken_aside(self._context, self.journal, links)
        if self._unlinked:
            self.journal.write(unlinked=dict(self._unlinked))

    def _is_there(self, path: str) -> bool:
        """Whether a path is still in its place: a damaged folder was moved with its contents."""
        return exists(os.path.join(self.root, path))

    def swap_all_held(self) -> tuple[str, ...]:
        """Swap every held file of the environment; returns their absolute paths.

        Raises:
            Immovable, OSError: as `stash.swap_held`; or a folder cannot be listed.
        """
        inventory = self._inventories.before()
        self._inventories.save(inventory)
        files = [path for path, stamp in inventory.paths() if is_file(stamp)]
        held = swap_held(self._context, self.journal, files)
        return tuple(os.path.join(self.root, it) for it in held)

    def set_all_aside(self, *, keeps_folder: bool = True) -> bool:
        """Set the whole environment aside; `keeps_folder` leaves an empty folder in its place.

        Returns True if no entry is left in its place.

        Raises:
            Immovable, OSError: as `set_environment_aside`.
        """
        save = self._inventories.save
        return set_environment_aside(self._context, self.journal, save, keeps_folder=keeps_folder)

    def restore_files(self) -> bool:
        """Restore the files, but do not end the transaction; returns True if all are restored.

        Raises:
            Refused, OSError: as `rollback.restore_files`.
        """
        return not any(
            restore_files(self._host, self._state, self._journal_state(), concurrent_files)
        )

    def roll_back(self, refetch: Refetch = no_refetch, *, is_ours: bool = False) -> Recovered:
        """Roll back, and end the transaction.

        Args:
            refetch: installs packages again of which no copy was kept.
            is_ours: the installer of this transaction has replaced the environment, so that a
                changed `pyvenv.cfg` does not mean that the user did.

        Raises:
            Refused, OSError: the rollback is not complete; a recovery continues it.
        """
        try:
            self.journal.write(is_undone=True, **({"replaced": True} if is_ours else {}))
            self.is_undone = True
        except OSError:
            # Without that line a later recovery would commit only a verified transaction.
            if self._journal_state().is_verified:
                raise
        # Before it is deleted: on Windows an open file cannot be.
        self.journal.close()
        return roll_back(self._host, self._state, self._journal_state(), concurrent_files, refetch)

    def commit(self) -> Committed:
        """Commit, and end the transaction; an error of the system becomes a warning."""
        self.journal.close()
        left = commit(self._host, self._state, self._journal_state)
        self._inventories.leave(came=self._comes)
        return left

    def keep_project_files(self, paths: tuple[str, ...]) -> None:
        """Copy manifest and lockfile (absolute paths) for a rollback; a file may be missing."""
        keep_project_files(self._state, self.journal, paths)

    def _journal_state(self) -> JournalState:
        return read_journal(self._state.journal) or JournalState()

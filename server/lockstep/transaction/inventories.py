"""The inventories of one transaction: taken early, saved, and kept for the next transaction."""

from __future__ import annotations

import time
from collections.abc import Mapping

from ..aside.inventory import Inventory, take_inventory, take_inventory_again
from ..aside.saved_inventory import NO_BASE, Base, forget_base, read_base, save_inventory
from ..aside.state_folder import StateFolder
from .at_risk import changed_at


class Inventories:
    """Takes and saves the inventories of an environment.

    Args:
        state: the state folder of the environment.
        root: the real path of the environment.
        aside_folder: the absolute path of `.lockstep`, left out if it is inside the environment.
    """

    def __init__(self, state: StateFolder, root: str, aside_folder: str) -> None:
        self._state = state
        self._root = root
        self._aside_folder = aside_folder
        self._base: Base | None = None
        self._early: tuple[Inventory, Mapping[str, int]] | None = None
        self._before: tuple[Inventory, Mapping[str, int]] | None = None

    def look_ahead(self) -> None:
        """Take the inventory while the installer makes its plan, instead of under the lock.

        It takes as long as the plan. A file that another program writes afterwards counts as
        changed during the installation. If packages or scripts are added or removed afterwards,
        `before` takes a new inventory.

        Raises:
            OSError: a folder cannot be listed.
        """
        started = time.time_ns()
        found = self._take()
        times = changed_at(found, self._root)
        # A package that was installed while the inventory was taken may be in it only in part.
        self._early = (found, times) if max(times.values(), default=0) < started else None

    def before(self) -> Inventory:
        """The inventory before files are set aside: that of `look_ahead`, if it is still valid.

        The inventory of `look_ahead` is used once only, because changes to the environment follow.
        Otherwise a new one is taken.

        Raises:
            OSError: a folder cannot be listed.
        """
        early, self._early = self._early, None
        if early is None or changed_at(early[0], self._root) != early[1]:
            found = self._take()
            early = found, changed_at(found, self._root)
        self._before = early
        return early[0]

    def now(self) -> Inventory:
        """The present inventory, without marks; every folder is listed.

        Raises:
            OSError: a folder cannot be listed.
        """
        return take_inventory(self._root, self._aside_folder)

    def save(self, inventory: Inventory) -> None:
        """Save an inventory of `before` for a rollback.

        Raises:
            OSError: a file cannot be written.
        """
        self._base = save_inventory(self._state, inventory, self._base or NO_BASE)

    def leave(self, *, came: bool) -> None:
        """Keep the base of the saved inventory for the next transaction, unless it is unreliable.

        Args:
            came: packages were installed since `before`. If the file system has not changed the
                time of their folder, it may not show other changes either, and the base is deleted.
        """
        if came and self._before and changed_at(self._before[0], self._root) == self._before[1]:
            forget_base(self._state)

    def _take(self) -> Inventory:
        if self._base is None:
            self._base = read_base(self._state)
        return take_inventory_again(self._root, self._aside_folder, self._base.inventory)

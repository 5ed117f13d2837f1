"""The inventories of one transaction: taken early, saved, and left for the next transaction."""

from __future__ import annotations

import time
from collections.abc import Mapping

from ..aside.inventory import Inventory, take_inventory, take_inventory_again
from ..aside.saved_inventory import NO_BASE, Base, forget_base, read_base, save_inventory
from ..aside.state_folder import StateFolder
from .at_risk import changed_at


class Inventories:
    """Takes inventories of the environment at the real path `root`.

    `aside_folder` is the folder of what is set aside, which does not count where it lies there too.
    """

    def __init__(self, state: StateFolder, root: str, aside_folder: str) -> None:
        self._state = state
        self._root = root
        self._aside_folder = aside_folder
        self._base: Base | None = None
        self._early: tuple[Inventory, Mapping[str, int]] | None = None
        self._before: tuple[Inventory, Mapping[str, int]] | None = None

    def look_ahead(self) -> None:
        """Take the inventory now, while an installer makes its plan, instead of under the lock.

        It takes as long as the plan. A file that another program writes in between counts as
        changed while the installer worked; where packages or scripts came or went, it does not
        count at all.
        """
        started = time.time_ns()
        found = self._take()
        times = changed_at(found, self._root)
        # What changed while the look went on may be seen half.
        self._early = (found, times) if max(times.values(), default=0) < started else None

    def before(self) -> Inventory:
        """How the environment is before its files are set aside: as seen ahead, if that counts."""
        early, self._early = self._early, None
        if early is None or changed_at(early[0], self._root) != early[1]:
            found = self._take()
            early = found, changed_at(found, self._root)
        self._before = early
        return early[0]

    def now(self) -> Inventory:
        """How the environment is now; every folder is listed."""
        return take_inventory(self._root, self._aside_folder)

    def save(self, inventory: Inventory) -> None:
        """Write an inventory down for a rollback."""
        self._base = save_inventory(self._state, inventory, self._base or NO_BASE)

    def leave(self, *, came: bool) -> None:
        """Leave the inventory for the next transaction.

        `came`: packages came since `before`. A file system that does not show that at the time of
        their folder may not show other changes either: then nothing is left.
        """
        if came and self._before and changed_at(self._before[0], self._root) == self._before[1]:
            forget_base(self._state)

    def _take(self) -> Inventory:
        if self._base is None:
            self._base = read_base(self._state)
        return take_inventory_again(self._root, self._aside_folder, self._base.inventory)

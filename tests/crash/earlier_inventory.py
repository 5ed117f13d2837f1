"""The inventory that an earlier transaction saved, as the base of the next one."""

from __future__ import annotations

import os
from pathlib import Path
from unittest.mock import patch

from lockstep.aside.inventory import Inventory, take_inventory_again
from lockstep.aside.saved_inventory import NO_BASE, save_inventory
from lockstep.aside.state_folder import state_folder


def leave_inventory(environment: Path, base: Path) -> None:
    """Save an inventory of the environment in the state folder that lies below `base`."""
    root = os.path.realpath(environment)
    state = state_folder(root, str(base))
    with patch("lockstep.aside.inventory.SETTLED_NS", 0):
        save_inventory(state, take_inventory_again(root, "", Inventory({})), NO_BASE)
    Path(state.inventory).unlink()

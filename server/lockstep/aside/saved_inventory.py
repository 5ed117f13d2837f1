"""The inventory of a transaction, written down before its first effect."""

from __future__ import annotations

import json

from ..errors import Refused
from ..host.files import read_bytes, replace_bytes
from .inventory import Inventory
from .journal import JournalState
from .state_folder import StateFolder


def save_inventory(state: StateFolder, inventory: Inventory) -> None:
    """Write down how an environment was before its sync; as a whole, or not at all."""
    text = json.dumps(inventory, separators=(",", ":"))
    replace_bytes(state.inventory, text.encode("ascii"))


def read_inventory(state: StateFolder, journaled: JournalState) -> Inventory | None:
    """None where nothing was moved yet.

    Raises:
        Refused: it is damaged or gone, and nothing else tells how the environment was.
        OSError: it cannot be read now.
    """
    data = read_bytes(state.inventory)
    try:
        if data:
            return Inventory(*json.loads(data))
    except (ValueError, TypeError) as mistake:
        what = f"{state.inventory}, by which an earlier sync would be undone, is damaged"
        raise Refused(f"{what}; delete it, and the environment stays as it is") from mistake
    if journaled.aside or journaled.in_parts:
        what = f"{state.inventory}, by which an earlier sync would be undone, is gone"
        how = f"delete {state.journal}, and the environment stays as it is"
        raise Refused(f"{what}; what was set aside is in {journaled.aside_folder}; {how}")
    return None

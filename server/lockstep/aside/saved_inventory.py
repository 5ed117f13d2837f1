"""The inventory of a transaction, written down before its first effect.

What it says of folders that have not changed since an earlier transaction is not written again: it
stands in a base, a file of its own that outlives the transaction. The name of a base is the digest
of its bytes, so that a damaged one is never taken for whole.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from ..errors import Refused
from ..host.file_stamps import Stamp
from ..host.files import read_bytes, replace_bytes
from .inventory import Inventory, folders_in
from .journal import JournalState
from .saved_names import SavedNames
from .state_folder import StateFolder

_SMALL = 8
"""A new base is written where more than one in so many folders have changed."""

_Folders = Mapping[str, Mapping[str, Stamp]]


class Base(NamedTuple):
    """A saved inventory that others may refer to; without a digest there is none."""

    digest: str = ""
    inventory: Inventory = Inventory({})


NO_BASE = Base()


def read_base(state: StateFolder) -> Base:
    """The base that an earlier transaction left; none where it is not whole or cannot be read."""
    with suppress(OSError, ValueError):
        for digest in state.bases():
            return Base(digest, _base(state, digest))
    return NO_BASE


def save_inventory(state: StateFolder, inventory: Inventory, base: Base) -> Base:
    """Write down how an environment was before its sync; as a whole, or not at all.

    `base` is the one that `inventory` was taken by.

    Returns the base for the next transaction.
    """
    changed = _changed(base.inventory.folders, inventory.folders)
    if inventory.marks and not (base.digest and _is_small(changed, inventory.folders)):
        base, changed = _new_base(state, inventory), {}
    gone = [it for it in base.inventory.folders if it not in inventory.folders]
    parts = (base.digest, changed, gone, inventory.modes, inventory.closed)
    replace_bytes(state.inventory, _bytes(parts))
    _forget_bases(state, but=base.digest)
    return base


def forget_base(state: StateFolder) -> None:
    """Let the next transaction list every folder."""
    _forget_bases(state, but="")


def read_inventory(state: StateFolder, journaled: JournalState) -> Inventory | None:
    """None where nothing was moved yet.

    Raises:
        Refused: it is damaged or gone, and nothing else tells how the environment was.
        OSError: it cannot be read now.
    """
    data = read_bytes(state.inventory)
    try:
        if data:
            return _whole(state, json.loads(data))
    except (ValueError, TypeError) as mistake:
        what = f"{state.inventory}, by which an earlier sync would be undone, is damaged"
        raise Refused(f"{what}; delete it, and the environment stays as it is") from mistake
    if journaled.aside or journaled.in_parts:
        what = f"{state.inventory}, by which an earlier sync would be undone, is gone"
        how = f"delete {state.journal}, and the environment stays as it is"
        raise Refused(f"{what}; what was set aside is in {journaled.aside_folder}; {how}")
    return None


def _whole(state: StateFolder, parts: list[Any]) -> Inventory:
    if len(parts) < 5:
        # As 0.1.0 wrote it: folders, modes, closed.
        return Inventory(*parts)
    digest, changed, gone, modes, closed = parts
    folders = dict(_base(state, digest).folders) if digest else {}
    folders.update(changed)
    for path in gone:
        folders.pop(path, None)
    return Inventory(folders, modes, closed)


def _base(state: StateFolder, digest: str) -> Inventory:
    """The folders of a base, with their marks.

    Raises:
        ValueError: it is gone or damaged.
    """
    data = read_bytes(state.base(digest)) or b""
    if _digest(data) != digest:
        raise ValueError(f"{state.base(digest)} is not whole")
    folders: dict[str, Mapping[str, Stamp]] = {}
    marks: dict[str, str] = {}
    for line in data.decode("ascii").splitlines():
        written, mark, inner, names = line.split("\t")
        path = json.loads(written) if "\\" in written else written[1:-1]
        folders[path] = SavedNames(inner, names)
        if mark:
            marks[path] = mark
    return Inventory(folders, marks=marks)


def _new_base(state: StateFolder, inventory: Inventory) -> Base:
    """Write a base: a line for each folder with its path, its mark, its folders and all names.

    All but the mark is JSON, which has no tab and no end of a line in a text.
    """
    lines: list[bytes] = []
    for path, names in inventory.folders.items():
        mark = inventory.marks.get(path, "").encode("ascii")
        fields = (_bytes(path), mark, _bytes(folders_in(names)), _bytes({**names}))
        lines.append(b"\t".join(fields) + b"\n")
    data = b"".join(lines)
    base = Base(_digest(data), inventory)
    replace_bytes(state.base(base.digest), data)
    return base


def _forget_bases(state: StateFolder, but: str) -> None:
    # One that stays for now is of no harm, and is tried again after the next inventory.
    with suppress(OSError):
        for digest in state.bases():
            if digest != but:
                os.unlink(state.base(digest))


def _changed(before: _Folders, now: _Folders) -> dict[str, Mapping[str, Stamp]]:
    """The folders that were listed again; what an inventory takes over is the same object."""
    return {path: names for path, names in now.items() if before.get(path) is not names}


def _is_small(changed: _Folders, every: _Folders) -> bool:
    return len(changed) * _SMALL < len(every)


def _bytes(parts: object) -> bytes:
    return json.dumps(parts, separators=(",", ":")).encode("ascii")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]

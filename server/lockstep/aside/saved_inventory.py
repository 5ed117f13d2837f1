"""Saves the inventory of a transaction before its first effect.

Folders that have not changed since an earlier transaction are not written again. They are in a
base, a separate file that outlives the transaction. A base is named by the digest of its bytes, so
that a damaged one is detected.
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
"""A new base is written if more than one in this many folders has changed."""

_Folders = Mapping[str, Mapping[str, Stamp]]


class Base(NamedTuple):
    """A saved inventory to which later ones refer.

    Attributes:
        digest: the digest of the bytes of its file, and part of the file's name; empty if there is
            no base.
        inventory: its folders and their marks.
    """

    digest: str = ""
    inventory: Inventory = Inventory({})


NO_BASE = Base()


def read_base(state: StateFolder) -> Base:
    """The base of an earlier transaction; `NO_BASE` if it is missing, damaged or unreadable."""
    with suppress(OSError, ValueError):
        for digest in state.bases():
            return Base(digest, _base(state, digest))
    return NO_BASE


def save_inventory(state: StateFolder, inventory: Inventory, base: Base) -> Base:
    """Save an inventory atomically, as its difference from a base.

    Args:
        state: the state folder of the environment.
        inventory: the inventory to save.
        base: the base with which `inventory` was taken by `take_inventory_again`; it shares the
            mappings of unchanged folders. Or `NO_BASE`.

    Returns:
        The base for the next transaction: a new one if `base` is empty or too much has changed, and
        `inventory` has marks; else `base`. Other bases are deleted.

    Raises:
        OSError: a file cannot be written.
    """
    changed = _changed(base.inventory.folders, inventory.folders)
    # Without marks, as on Windows, no later transaction could take a folder from a base.
    if inventory.marks and not (base.digest and _is_small(changed, inventory.folders)):
        base, changed = _new_base(state, inventory), {}
    gone = [it for it in base.inventory.folders if it not in inventory.folders]
    parts = (base.digest, changed, gone, inventory.modes, inventory.closed)
    replace_bytes(state.inventory, _bytes(parts))
    # Last: until here the inventory on the disk may refer to the old base.
    _forget_bases(state, but=base.digest)
    return base


def forget_base(state: StateFolder) -> None:
    """Delete the base if possible, so that the next transaction lists every folder."""
    _forget_bases(state, but="")


def read_inventory(state: StateFolder, journaled: JournalState) -> Inventory | None:
    """The saved inventory of a transaction.

    None if none was saved and none is needed: nothing has been set aside yet, or only the
    environment as a whole, in one rename.

    Raises:
        Refused: the inventory is damaged, or needed and gone, so that a rollback is impossible.
        OSError: it cannot be read at the moment.
    """
    data = read_bytes(state.inventory)
    try:
        if data:
            return _whole(state, json.loads(data))
    except (ValueError, TypeError) as mistake:
        what = f"an interrupted sync cannot be rolled back: {state.inventory} is damaged"
        how = "delete that file to keep the environment as it is now"
        raise Refused(what, how) from mistake
    if journaled.aside or journaled.in_parts:
        what = f"an interrupted sync cannot be rolled back: {state.inventory} is gone"
        where = f"the files that it set aside are in {journaled.aside_folder}"
        how = f"delete {state.journal} to keep the environment as it is now"
        raise Refused(f"{what}; {where}", how)
    return None


def _whole(state: StateFolder, parts: list[Any]) -> Inventory:
    if len(parts) < 5:
        # The format of Lockstep 0.1.0: folders, modes, closed.
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
        ValueError: the base is gone or damaged.
        OSError: it cannot be read at the moment.
    """
    data = read_bytes(state.base(digest)) or b""
    if _digest(data) != digest:
        raise ValueError(f"{state.base(digest)} is not whole")
    folders: dict[str, Mapping[str, Stamp]] = {}
    marks: dict[str, str] = {}
    for line in data.decode("ascii").splitlines():
        written, mark, inner, names = line.split("\t")
        # Few paths have escapes, and some ten thousand calls of `json.loads` take long.
        path = json.loads(written) if "\\" in written else written[1:-1]
        folders[path] = SavedNames(inner, names)
        if mark:
            marks[path] = mark
    return Inventory(folders, marks=marks)


def _new_base(state: StateFolder, inventory: Inventory) -> Base:
    """Write a base: one line per folder, of its path, mark, subfolders and entries.

    The fields are separated by tabs. All but the mark are JSON, where tabs and newlines in strings
    are escaped.
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
    # A base that cannot be deleted is harmless; the next transaction tries again.
    with suppress(OSError):
        for digest in state.bases():
            if digest != but:
                os.unlink(state.base(digest))


def _changed(before: _Folders, now: _Folders) -> dict[str, Mapping[str, Stamp]]:
    """The folders that were listed again; an inventory shares all others by identity."""
    return {path: names for path, names in now.items() if before.get(path) is not names}


def _is_small(changed: _Folders, every: _Folders) -> bool:
    return len(changed) * _SMALL < len(every)


def _bytes(parts: object) -> bytes:
    return json.dumps(parts, separators=(",", ":")).encode("ascii")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]

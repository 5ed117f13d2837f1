"""Determines whether all packages of an interrupted sync are installed, by whichever process."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from ..aside.inventory import BYTECODE, Inventory, take_inventory
from ..aside.journal import JournalState
from ..environment.missing_files import read_record_of
from ..environment.scan import scan
from ..environment.state import look_at
from ..host.cancellation import CancellationToken
from ..host.file_stamps import FOLDER
from ..model.installed import Distribution
from .concurrent import concurrent_files


def is_complete(journaled: JournalState, before: Inventory) -> bool:
    """Whether an interrupted sync is complete, so that it is committed and not rolled back.

    The planned packages are installed with all files as RECORD has them, those to be removed are
    gone, and no other file has changed, except for packages that another process has installed. The
    installer may have completed the sync before it was killed, or the user has run one since. False
    if no package was to change, as in `free`: then everything is to be put back.

    Args:
        journaled: the state of the transaction, which changed packages only.
        before: the inventory of the environment from before the transaction.

    Raises:
        OSError: a folder or a RECORD cannot be read.
    """
    if not journaled.names:
        # No package was to change, as in `free`: what is aside has to be put back.
        return False
    root = journaled.environment
    now = take_inventory(root, os.path.dirname(journaled.aside_folder))
    if any(now.get(it) != before.get(it) for it in _files(before) if it not in journaled.aside):
        return False
    installed = scan(look_at(root).site_packages).distributions
    planned = [it for it in installed if it.name in journaled.names]
    if sorted(it.name for it in planned) != sorted(journaled.coming):
        return False
    if not all(_is_new(it, root, before, now) for it in planned):
        return False
    brought = {path for it in planned for path in _recorded(it, root)}
    known = brought | concurrent_files(root, before, journaled.names)
    # A killed installer leaves files that no RECORD names.
    is_known = all(before.get(it) is not None or it in known for it in _files(now))
    return is_known and all(now.get(it) is not None for it in brought) and _is_sound(root, planned)


def _is_new(package: Distribution, root: str, before: Inventory, now: Inventory) -> bool:
    """Whether a package was installed since `before`; also one of the same version, reinstalled."""
    record = os.path.relpath(os.path.join(package.path, "RECORD"), root)
    return not package.damage and now.get(record) != before.get(record)


def _recorded(package: Distribution, root: str) -> Iterator[str]:
    place = os.path.relpath(os.path.dirname(package.path), root)
    for path in read_record_of(package.path):
        # Inventories contain no bytecode.
        if BYTECODE not in path.split("/"):
            yield os.path.normpath(os.path.join(place, path))


def _is_sound(root: str, packages: Sequence[Distribution]) -> bool:
    # Imported late: rarely needed.
    from ..environment.integrity import verify_files

    verified = verify_files(root, packages, lambda *_: None, CancellationToken())
    return verified is not None and not verified.bad


def _files(inventory: Inventory) -> Iterator[str]:
    yield from (path for path, stamp in inventory.paths() if stamp != FOLDER)

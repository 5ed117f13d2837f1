"""Files that another process installed during a sync; a rollback leaves them in place."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from ..aside.inventory import Inventory
from ..environment.record_files import recorded_files
from ..host.retry import reading
from ..model.installed import Distribution
from ..model.manifest import normalize

_METADATA = ".dist-info"


def concurrent_files(root: str, before: Inventory, names: Iterable[str]) -> frozenset[str]:
    """The files of packages that are new and were not planned, and the folders that contain them.

    Args:
        root: the real path of the environment.
        before: its inventory from before the transaction. Only in folders in which it has a
            package, new packages are searched for.
        names: the normalized names of the planned packages.

    Returns paths relative to the environment.

    Raises:
        OSError: a folder or a RECORD cannot be read, so that its files are unknown.
    """
    planned = set(names)
    found = [it for it in _new_ones(root, before) if it.name not in planned]
    return frozenset(path for it in found for path in _with_folders(recorded_files(it, root)))


def _new_ones(root: str, before: Inventory) -> Iterator[Distribution]:
    for parent, before_names in before.folders.items():
        # Only a folder that already had a package counts as one of packages.
        if not any(it.endswith(_METADATA) for it in before_names):
            continue
        for name in _listed(os.path.join(root, parent)):
            if name.endswith(_METADATA) and name not in before_names:
                label, _, version = name.removesuffix(_METADATA).partition("-")
                path = os.path.join(root, parent, name)
                yield Distribution(normalize(label), version, path)


def _listed(folder: str) -> list[str]:
    try:
        return reading(lambda: os.listdir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return []


def _with_folders(paths: Iterable[str]) -> Iterator[str]:
    for path in paths:
        yield path
        parent = os.path.dirname(path)
        while parent:
            yield parent
            parent = os.path.dirname(parent)

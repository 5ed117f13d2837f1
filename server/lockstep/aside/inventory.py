"""The inventory: the state of an environment on disk before a transaction.

A restore compares it with the present state to find out what is new and what was changed.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from ..host.existence import is_real_folder
from ..host.file_stamps import FOLDER, Stamp, folder_mark, stamps_in
from ..host.long_paths import extended
from ..host.retry import reading
from .saved_names import SavedNames

BYTECODE = "__pycache__"
DOT_LOCK = ".lock"
_NEW_FOLDER = 0o755
SETTLED_NS = 2_000_000_000
"""A folder modified less than this (in ns) before an inventory gets no mark, so that the next
inventory lists it again: a later change could leave it with the same time. FAT has the coarsest
clock, which ticks every two seconds."""


class Inventory(NamedTuple):
    """The stamp of every file and folder of an environment.

    Bytecode (`__pycache__`), uv's `.lock` and the aside folder are left out.

    Attributes:
        folders: for each folder the stamps of its entries by name. Folders are paths relative to
            the environment, which itself is the empty path.
        modes: the permissions of the folders that the installer may remove, and of their parents.
        closed: the relative paths of the folders that could not be listed for lack of permission;
            they are not in `folders`.
        marks: for each folder its `folder_mark`, if it has one; as long as the mark is the same, so
            are the folder's entries.
    """

    folders: Mapping[str, Mapping[str, Stamp]]
    modes: Mapping[str, int] = MappingProxyType({})
    closed: tuple[str, ...] = ()
    marks: Mapping[str, str] = MappingProxyType({})

    def get(self, path: str) -> Stamp | None:
        """The stamp of a relative path; None if nothing was there.

        Also None for what an inventory leaves out, below a folder of `closed`, and for the
        environment itself (the empty path).
        """
        folder, name = os.path.split(path)
        return self.folders.get(folder, {}).get(name)

    def mode(self, folder: str) -> int:
        """The permissions of a folder; 0o755 if they were not recorded."""
        return self.modes.get(folder, _NEW_FOLDER)

    def paths(self) -> Iterator[tuple[str, Stamp]]:
        """Every relative path with its stamp, but not the environment itself.

        A folder comes before its entries.
        """
        for folder in sorted(self.folders):
            names = self.folders[folder]
            yield from ((os.path.join(folder, name), names[name]) for name in sorted(names))


def take_inventory(root: str, aside_folder: str = "") -> Inventory:
    """List every folder of an environment; the result has neither modes nor marks.

    Folders that cannot be listed for lack of permission are in `closed`. If the environment does
    not exist, the inventory has one empty folder.

    Args:
        root: the real path of the environment.
        aside_folder: the absolute path of `.lockstep`, which is left out if it is inside `root`.

    Raises:
        OSError: a folder cannot be listed for another reason, even after retries.
    """
    return _walked(root, aside_folder, lambda *_: None)


def take_inventory_again(root: str, aside_folder: str, earlier: Inventory) -> Inventory:
    """As `take_inventory`, but lists only folders without a mark or with another one than before.

    The result has marks, and shares the mappings of all other folders with `earlier`. On Windows no
    folder has a mark, so that all are listed.

    Args:
        root: the real path of the environment.
        aside_folder: the absolute path of `.lockstep`, which is left out if it is inside `root`.
        earlier: an inventory of the same environment with marks.

    Raises:
        OSError: as `take_inventory`.
    """
    marks: dict[str, str] = {}
    # Before the walk: a folder that changes during the walk must not get a mark.
    settled_before = time.time_ns() - SETTLED_NS

    def known(folder: str, place: str) -> Mapping[str, Stamp] | None:
        # The mark is read before the entries: if they change in between, the mark is the older one,
        # and the next inventory lists the folder again.
        mark = folder_mark(place, settled_before)
        if not mark:
            return None
        marks[folder] = mark
        return earlier.folders.get(folder) if earlier.marks.get(folder) == mark else None

    return _walked(root, aside_folder, known)._replace(marks=marks)


def _walked(
    root: str, aside_folder: str, known: Callable[[str, str], Mapping[str, Stamp] | None]
) -> Inventory:
    """The inventory of a folder.

    Args:
        root: the environment.
        aside_folder: left out if it is inside `root`.
        known: given a folder (its relative and its absolute path), returns its entries from an
            earlier inventory, or None if it must be listed.

    Raises:
        OSError: as `take_inventory`.
    """
    left_out = {(root, DOT_LOCK), os.path.split(aside_folder)}
    folders: dict[str, Mapping[str, Stamp]] = {}
    closed: list[str] = []
    left = [""]
    while left:
        folder = left.pop()
        # Not os.path.join: with some ten thousand folders it would double the time of the walk.
        place = f"{root}{os.sep}{folder}" if folder else root
        found = known(folder, place)
        if found is None:
            found = _listed(place, left_out)
        if found is None:
            closed.append(folder)
            continue
        folders[folder] = found
        prefix = f"{folder}{os.sep}" if folder else ""
        left += [prefix + name for name in folders_in(found)]
    return Inventory(folders, {}, tuple(closed))


def folders_in(names: Mapping[str, Stamp]) -> list[str]:
    """The names of the subfolders among a folder's entries, without links to folders.

    Args:
        names: the stamps of the entries by name, as in `Inventory.folders`.
    """
    if isinstance(names, SavedNames):
        return names.folders()
    return [name for name, stamp in names.items() if stamp == FOLDER]


def with_modes(inventory: Inventory, root: str, going: Iterable[str]) -> Inventory:
    """The inventory with the permissions of the folders that the installer may remove.

    The permissions are read from the disk, also those of all parents of the folders up to `root`.
    Folders that do not exist are left out.

    Args:
        inventory: the inventory of `root`.
        root: the environment.
        going: relative paths of the files that the installer will remove. It also removes a folder
            that becomes empty.

    Raises:
        OSError: the permissions of a folder cannot be read.
    """
    folders = {os.path.dirname(it) for it in going}
    return inventory._replace(modes=dict(_modes(root, folders)))


def refuse_closed(inventory: Inventory, root: str, going: Iterable[str] | None = None) -> None:
    """Raise an error if files of folders that could not be listed are to move.

    A restore could not check such files.

    Args:
        inventory: the inventory of `root`.
        root: the environment.
        going: relative paths of the files to move; None for everything below `root`.

    Raises:
        PermissionError: one of the files is in such a folder.
    """
    closed = tuple(os.path.join(it, "") for it in inventory.closed)
    if closed and (going is None or any(it.startswith(closed) for it in going)):
        folder = os.path.join(root, inventory.closed[0])
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), folder)


def _listed(place: str, left_out: Iterable[tuple[str, str]]) -> Mapping[str, Stamp] | None:
    """The stamps of a folder's entries; None if this user may not list it, even after retries.

    Empty if the folder does not exist.

    Args:
        place: the folder.
        left_out: pairs of a folder and the name of an entry in it to leave out.

    Raises:
        OSError: it cannot be listed for another reason.
    """
    try:
        found = reading(lambda: stamps_in(place))
    except (FileNotFoundError, NotADirectoryError):
        # It was removed after its parent was listed.
        return {}
    # Recorded as unknown, so that nothing in it counts as new; other errors end the transaction.
    except PermissionError:
        return None
    found.pop(BYTECODE, None)
    for folder, name in left_out:
        if folder == place:
            found.pop(name, None)
    return found


def _modes(root: str, folders: Iterable[str]) -> Iterator[tuple[str, int]]:
    """The permissions of these folders and of all their parents, up to the root."""
    left, known = set(folders), set[str]()
    while left - known:
        folder = (left - known).pop()
        known.add(folder)
        left.add(os.path.dirname(folder))
        path = os.path.join(root, folder)
        if is_real_folder(path):
            yield folder, stat.S_IMODE(os.lstat(extended(path)).st_mode)

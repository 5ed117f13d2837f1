"""An environment as it stands on the disk: by it a restore knows what is new and what changed."""

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
"""A folder that changed less than that before a look is listed again by the next one: its time
may not tell a later change apart. The coarsest clock of a file system ticks every two seconds."""


class Inventory(NamedTuple):
    """Stamps by folder (a path below the environment, itself empty) and name.

    Bytecode and uv's own `.lock` are left out. `modes` are permissions of the folders that an
    installer may remove. `closed` are folders that may not be listed: what they hold is unknown.
    `marks` tell whether a folder holds the same as then (`folder_mark`), where they are known.
    """

    folders: Mapping[str, Mapping[str, Stamp]]
    modes: Mapping[str, int] = MappingProxyType({})
    closed: tuple[str, ...] = ()
    marks: Mapping[str, str] = MappingProxyType({})

    def get(self, path: str) -> Stamp | None:
        """The stamp of what was at a path; None where there was nothing."""
        folder, name = os.path.split(path)
        return self.folders.get(folder, {}).get(name)

    def mode(self, folder: str) -> int:
        """The permissions of a folder."""
        return self.modes.get(folder, _NEW_FOLDER)

    def paths(self) -> Iterator[tuple[str, Stamp]]:
        """Everything that was there, a folder before what is in it."""
        for folder in sorted(self.folders):
            names = self.folders[folder]
            yield from ((os.path.join(folder, name), names[name]) for name in sorted(names))


def take_inventory(root: str, aside_folder: str = "") -> Inventory:
    """What lies below a folder; `aside_folder` is the aside folder, where that lies in it too."""
    return _walked(root, aside_folder, lambda *_: None)


def take_inventory_again(root: str, aside_folder: str, earlier: Inventory) -> Inventory:
    """As `take_inventory`, but with what an earlier inventory says of folders that are the same.

    The new one has marks, and shares those folders with the earlier one.
    """
    marks: dict[str, str] = {}
    settled_before = time.time_ns() - SETTLED_NS

    def known(folder: str, place: str) -> Mapping[str, Stamp] | None:
        mark = folder_mark(place, settled_before)
        if not mark:
            return None
        marks[folder] = mark
        return earlier.folders.get(folder) if earlier.marks.get(folder) == mark else None

    return _walked(root, aside_folder, known)._replace(marks=marks)


def _walked(
    root: str, aside_folder: str, known: Callable[[str, str], Mapping[str, Stamp] | None]
) -> Inventory:
    """`known` gives what a folder (its path below the root, its place) holds; None to list it."""
    left_out = {(root, DOT_LOCK), os.path.split(aside_folder)}
    folders: dict[str, Mapping[str, Stamp]] = {}
    closed: list[str] = []
    left = [""]
    while left:
        folder = left.pop()
        # By hand: joining paths would take as long as all the rest, of some ten thousand files.
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
    """The names of the folders among what is in a folder."""
    if isinstance(names, SavedNames):
        return names.folders()
    return [name for name, stamp in names.items() if stamp == FOLDER]


def with_modes(inventory: Inventory, root: str, going: Iterable[str]) -> Inventory:
    """An inventory with permissions of folders.

    `going` are the files that an installer will remove, and with the last one also their folder.
    """
    folders = {os.path.dirname(it) for it in going}
    return inventory._replace(modes=dict(_modes(root, folders)))


def refuse_closed(inventory: Inventory, root: str, going: Iterable[str] | None = None) -> None:
    """Refuse to move files of folders that may not be listed: they could not be put back.

    `going` are the files to move, as paths below the root; without it everything below the root.

    Raises:
        PermissionError: there is such a folder.
    """
    closed = tuple(os.path.join(it, "") for it in inventory.closed)
    if closed and (going is None or any(it.startswith(closed) for it in going)):
        folder = os.path.join(root, inventory.closed[0])
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), folder)


def _listed(place: str, left_out: Iterable[tuple[str, str]]) -> Mapping[str, Stamp] | None:
    """What is in a folder; None where it may not be listed, also after a moment.

    `left_out` are folders, each with a name in it that does not count.
    """
    try:
        found = reading(lambda: stamps_in(place))
    except (FileNotFoundError, NotADirectoryError):
        # It went away between two looks.
        return {}
    except PermissionError:
        return None
    found.pop(BYTECODE, None)
    for folder, name in left_out:
        if folder == place:
            found.pop(name, None)
    return found


def _modes(root: str, folders: Iterable[str]) -> Iterator[tuple[str, int]]:
    """The permissions of folders and of all that they are in, up to the root."""
    left, known = set(folders), set[str]()
    while left - known:
        folder = (left - known).pop()
        known.add(folder)
        left.add(os.path.dirname(folder))
        path = os.path.join(root, folder)
        if is_real_folder(path):
            yield folder, stat.S_IMODE(os.lstat(extended(path)).st_mode)

"""An environment as it stands on the disk: by it a restore knows what is new and what changed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from ..host.file_stamps import FOLDER, Stamp, stamps_in
from ..host.links import is_link
from ..host.long_paths import extended

BYTECODE = "__pycache__"
DOT_LOCK = ".lock"
_NEW_FOLDER = 0o755


class Inventory(NamedTuple):
    """Stamps by folder (a path below the environment, itself empty) and name.

    Bytecode and uv's own `.lock` are left out. `modes` are permissions of the folders that an
    installer may remove.
    """

    folders: Mapping[str, Mapping[str, Stamp]]
    modes: Mapping[str, int] = MappingProxyType({})

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


def take_inventory(root: str, aside_folder: str = "", going: Iterable[str] = ()) -> Inventory:
    """What lies below a folder; `aside_folder` is the aside folder, where that lies in it too.

    `going` are the files that an installer will remove, and with the last one also their folder.
    """
    folders: dict[str, dict[str, Stamp]] = {}
    left = [""]
    while left:
        folder = left.pop()
        folders[folder] = found = _listed(root, folder, aside_folder)
        # By hand: joining paths would take as long as all the rest, of some ten thousand files.
        prefix = f"{folder}{os.sep}" if folder else ""
        left += [prefix + name for name, stamp in found.items() if stamp == FOLDER]
    return Inventory(folders, dict(_modes(root, {os.path.dirname(it) for it in going})))


def _listed(root: str, folder: str, aside_folder: str) -> dict[str, Stamp]:
    place = f"{root}{os.sep}{folder}" if folder else root
    try:
        found = stamps_in(place)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        # Gone between two looks, or nobody's to change: either way nothing to put back.
        return {}
    found.pop(BYTECODE, None)
    if not folder:
        found.pop(DOT_LOCK, None)
    if aside_folder and os.path.dirname(aside_folder) == place:
        found.pop(os.path.basename(aside_folder), None)
    return found


def _modes(root: str, folders: Iterable[str]) -> Iterator[tuple[str, int]]:
    """The permissions of folders and of all that they are in, up to the root."""
    left, known = set(folders), set[str]()
    while left - known:
        folder = (left - known).pop()
        known.add(folder)
        left.add(os.path.dirname(folder))
        path = os.path.join(root, folder)
        if os.path.isdir(extended(path)) and not is_link(path):
            yield folder, stat.S_IMODE(os.lstat(extended(path)).st_mode)

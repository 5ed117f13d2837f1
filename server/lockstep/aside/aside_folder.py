"""The aside folder: a numbered folder of one sync, on the environment's volume, beside it."""

from __future__ import annotations

import os

from ..host.contract import Host
from ..host.existence import exists, is_folder, is_real_folder
from ..host.mounts import is_mount_point

FOLDER = ".lockstep"
_GITIGNORE = "*\n"


class AsideFolder:
    """Gives numbered places; they are short, so that no path becomes longer than it was."""

    def __init__(self, path: str, first: int = 1) -> None:
        self.path = path
        self._next = first

    def number(self) -> int:
        """A number that nothing has yet."""
        while exists(self.place(self._next)):
            self._next += 1
        self._next += 1
        return self._next - 1

    def place(self, number: int) -> str:
        """The path of a number."""
        return os.path.join(self.path, str(number))


def new_aside_path(environment: str) -> str:
    """The path of an aside folder that is not there yet, for a sync of an environment."""
    folder = _folder(environment)
    number = 1
    while exists(os.path.join(folder, str(number))):
        number += 1
    return os.path.join(folder, str(number))


def make_aside_folder(host: Host, path: str) -> AsideFolder:
    """Make the folders of an aside folder; their `.gitignore` hides them from git."""
    folder = os.path.dirname(path)
    if not os.path.isdir(folder):
        host.make_folder(folder)
    ignore = os.path.join(folder, ".gitignore")
    if not os.path.lexists(ignore):
        with open(ignore, "w", encoding="utf-8") as file:
            file.write(_GITIGNORE)
    host.make_folder(path)
    return AsideFolder(path)


def _folder(environment: str) -> str:
    """Beside the environment; in it where it is a mount, or where nothing can be made beside it."""
    parent = nearest_folder(os.path.dirname(environment))
    beside = os.path.join(parent, FOLDER)
    is_one_volume = not is_folder(environment) or (
        _volume(parent) == _volume(environment) and not is_mount_point(environment)
    )
    is_plain = not os.path.lexists(beside) or _is_own_folder(beside)
    if is_one_volume and is_plain and os.access(parent, os.W_OK):
        return beside
    return os.path.join(environment, FOLDER)


def nearest_folder(folder: str) -> str:
    """The folder, or the nearest above it that is there: the installer makes those between."""
    while not is_folder(folder) and os.path.dirname(folder) != folder:
        folder = os.path.dirname(folder)
    return folder


def _volume(path: str) -> int:
    return os.stat(path).st_dev


def _is_own_folder(path: str) -> bool:
    """A real folder: a link planted in a cloned repository could lead anywhere."""
    return is_real_folder(path)


def is_aside_folder(path: str) -> bool:
    """Whether an aside folder is where it was made, and no link has taken its place."""
    return is_real_folder(os.path.dirname(path)) and is_real_folder(path)


def sweep_aside_folder(host: Host, path: str) -> bool:
    """Delete what one sync set aside; whether all of it is gone.

    What is still held stays, and what cannot be read now. Of an aside folder only what has a number
    is ours.
    """
    try:
        return _is_swept(host, path)
    except OSError:
        return False


def _is_swept(host: Host, path: str) -> bool:
    folder = os.path.dirname(path)
    if not _is_own_folder(folder) or not os.path.basename(path).isdigit():
        return True
    # Every entry is tried: one that is held keeps no other one.
    names = os.listdir(path) if _is_own_folder(path) else []
    entries = (os.path.join(path, it) for it in names if it.isdigit())
    left = [it for it in entries if not host.delete_tree(it)]
    is_gone = not left and (not exists(path) or _try(host, path))
    if set(os.listdir(folder)) <= {".gitignore"}:
        host.delete_tree(folder)
        # Else the next sweep would not know of it.
        is_gone = is_gone and not exists(folder)
    return is_gone


def _try(host: Host, path: str) -> bool:
    try:
        host.remove(path)
    except OSError:
        return False
    return True

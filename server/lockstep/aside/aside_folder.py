"""The aside folder of one transaction: `.lockstep/<number>` beside the environment.

It is on the same volume as the environment, so that setting aside is a rename.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from ..host.contract import Host
from ..host.existence import exists, is_folder, is_real_folder
from ..host.mounts import is_mount_point

FOLDER = ".lockstep"
_GITIGNORE = "*\n"


class AsideFolder:
    """An aside folder, which need not exist yet; its entries are named by numbers.

    The names are short, so that no path becomes longer than the system allows.

    Attributes:
        path: the absolute path of the folder.

    Args:
        path: as the attribute.
        first: the lowest number to hand out.
    """

    def __init__(self, path: str, first: int = 1) -> None:
        self.path = path
        self._next = first

    def number(self) -> int:
        """Hand out a number that no entry has; this object never hands out the same one twice.

        Raises:
            OSError: whether an entry exists could not be found out.
        """
        while exists(self.place(self._next)):
            self._next += 1
        self._next += 1
        return self._next - 1

    def place(self, number: int) -> str:
        """The absolute path of the entry with this number, which need not exist."""
        return os.path.join(self.path, str(number))


def files_aside(aside_folder: str) -> Iterator[str]:
    """The paths of the files below an aside folder, without hard links left by `Host.is_held`.

    Such a hard link, which could not be deleted, is a second name of a file that is still in its
    place. Symlinks are not followed, and folders that cannot be listed are left out; nothing is
    yielded if the folder does not exist.
    """
    for folder, _, files in os.walk(aside_folder):
        # `Host.is_held` names its links with a leading zero, which no handed out number has.
        probes = folder == aside_folder
        yield from (os.path.join(folder, it) for it in files if not (probes and it[0] == "0"))


def new_aside_path(environment: str) -> str:
    """The path for a new aside folder of an environment; the folder itself is not created.

    Args:
        environment: the real path of the environment, which need not exist.

    Raises:
        OSError: whether a folder exists, or is on the same volume, could not be found out.
    """
    folder = _folder(environment)
    number = 1
    while exists(os.path.join(folder, str(number))):
        number += 1
    return os.path.join(folder, str(number))


def make_aside_folder(host: Host, path: str) -> AsideFolder:
    """Create an aside folder and, if it is missing, its parent `.lockstep`.

    A `.gitignore` in the parent hides both from git.

    Args:
        host: carries out the effects.
        path: the path of `new_aside_path`.

    Raises:
        OSError: something is at the path, or the system refuses.
    """
    folder = os.path.dirname(path)
    if not os.path.isdir(folder):
        host.make_folder(folder)
    # The folder is inside the project, where git would list its files as untracked.
    ignore = os.path.join(folder, ".gitignore")
    if not os.path.lexists(ignore):
        with open(ignore, "w", encoding="utf-8") as file:
            file.write(_GITIGNORE)
    host.make_folder(path)
    return AsideFolder(path)


def _folder(environment: str) -> str:
    """The path for `.lockstep` of an environment, which need not exist.

    It is beside the environment, in the nearest existing folder above; but inside the environment
    if that is a mount point or on another volume (a rename out of it would fail), if the folder
    above is not writable, or if something other than a real folder is at `.lockstep` there.

    Raises:
        OSError: it could not be found out.
    """
    parent = nearest_folder(os.path.dirname(environment))
    beside = os.path.join(parent, FOLDER)
    # A bind mount has the device number of its disk, so that the numbers alone do not suffice.
    is_one_volume = not is_folder(environment) or (
        _volume(parent) == _volume(environment) and not is_mount_point(environment)
    )
    is_plain = not os.path.lexists(beside) or _is_own_folder(beside)
    if is_one_volume and is_plain and os.access(parent, os.W_OK):
        return beside
    return os.path.join(environment, FOLDER)


def nearest_folder(folder: str) -> str:
    """The folder if it exists, else its nearest existing ancestor. Links to folders count.

    Raises:
        OSError: whether a folder exists could not be found out.
    """
    while not is_folder(folder) and os.path.dirname(folder) != folder:
        folder = os.path.dirname(folder)
    return folder


def _volume(path: str) -> int:
    return os.stat(path).st_dev


def _is_own_folder(path: str) -> bool:
    """Whether `.lockstep` is a real folder; a link in a cloned repository could lead anywhere."""
    return is_real_folder(path)


def is_aside_folder(path: str) -> bool:
    """Whether an aside folder and its parent are real folders, and no links in their place.

    False also if one of them is missing.

    Raises:
        OSError: it could not be found out.
    """
    return is_real_folder(os.path.dirname(path)) and is_real_folder(path)


def sweep_aside_folder(host: Host, path: str) -> bool:
    """Delete the entries of one aside folder, then the folder, then `.lockstep` if it is empty now.

    Only entries with numeric names are deleted, since Lockstep gives no others; those that are held
    or cannot be read stay. `.lockstep` also counts as empty with only its `.gitignore`.

    Returns:
        True if nothing is left to sweep: all of it is gone, or the path is not that of an aside
        folder (its name is no number, or `.lockstep` is missing or a link). False if something is
        left, also because of an error of the system.
    """
    try:
        return _is_swept(host, path)
    except OSError:
        return False


def _is_swept(host: Host, path: str) -> bool:
    folder, name = os.path.split(path)
    is_own_name = os.path.basename(folder) == FOLDER and name.isdigit()
    if not is_own_name or not _is_own_folder(folder):
        return True
    # A list, not any(): an entry that is held must not keep the others from being deleted.
    names = os.listdir(path) if _is_own_folder(path) else []
    entries = (os.path.join(path, it) for it in names if it.isdigit())
    left = [it for it in entries if not host.delete_tree(it)]
    is_gone = not left and (not exists(path) or _try(host, path))
    if set(os.listdir(folder)) <= {".gitignore"}:
        host.delete_tree(folder)
        # If `.lockstep` stays, the aside folder stays on the list, so that the next sweep retries.
        is_gone = is_gone and not exists(folder)
    return is_gone


def _try(host: Host, path: str) -> bool:
    try:
        host.remove(path)
    except OSError:
        return False
    return True

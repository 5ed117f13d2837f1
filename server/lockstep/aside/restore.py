"""Restores an environment from the inventory and the aside folder.

Nothing is deleted: new files move into the aside folder, kept files move back out of it. Every step
looks at the disk first, so that an interrupted restore can be repeated from the start.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping, Set
from typing import Literal, NamedTuple

from ..host.contract import Host
from ..host.existence import exists, is_folder, is_real_folder
from ..host.file_stamps import FOLDER, Stamp, stamp_at
from ..host.long_paths import extended
from .aside_folder import AsideFolder
from .inventory import BYTECODE, DOT_LOCK, Inventory, take_inventory
from .moving import move_away, move_back


class Restored(NamedTuple):
    """The paths that a restore could not bring back.

    Attributes:
        blocked: could not be moved; a later attempt may succeed.
        unrecoverable: were replaced or deleted, and no copy of them was kept.
    """

    blocked: tuple[str, ...] = ()
    unrecoverable: tuple[str, ...] = ()


def restore_packages(
    host: Host,
    aside_folder: AsideFolder,
    root: str,
    before: Inventory,
    aside: Mapping[str, int],
    concurrent: frozenset[str] = frozenset(),
) -> Restored:
    """Make an environment equal to its inventory, from files that were set aside one by one.

    `aside` has the number in the aside folder of each path. `concurrent` are paths that another
    process created during the transaction: they stay.

    Returns the paths, relative to the environment, that are not as before.
    """
    _open_folders(root, before)
    now = take_inventory(root, os.path.dirname(aside_folder.path))
    closed = now.closed
    new = _new_paths(before, now, concurrent)
    blocked = [it for it in new if not move_away(host, aside_folder, os.path.join(root, it))]
    # Paths in `aside` are included whatever their stamp is: the stamp of a folder does not show
    # that another folder has taken its place.
    changed = [it for it in before.paths() if now.get(it[0]) != it[1] or it[0] in aside]
    back = _Back(host, aside_folder, root, before, aside)
    ends = [(path, back.put(path, stamp)) for path, stamp in changed]
    blocked += [path for path, end in ends if end == "stuck"]
    lost = {path for path, end in ends if end == "lost"}
    # The result is taken from the disk, not from what the steps report.
    now = take_inventory(root, os.path.dirname(aside_folder.path))
    # A folder that cannot be listed may or may not be restored; a later recovery looks again.
    blocked += [it for it in {*closed, *now.closed} if it in before.folders]
    lost.update(_unlike(before, now, aside, {*blocked}))
    return Restored((*blocked,), tuple(sorted(lost)))


def _unlike(
    before: Inventory, now: Inventory, aside: Mapping[str, int], blocked: Set[str]
) -> Iterator[str]:
    """The paths that are not in the same state as before.

    A path that was kept as a copy (on a file system without hard links) has a new stamp when it
    returns, so for paths in `aside` it is enough that they exist.
    """
    closed = tuple(os.path.join(it, "") for it in now.closed)
    for path, stamp in before.paths():
        if closed and path.startswith(closed):
            continue
        found = now.get(path)
        is_same = found == stamp or (path in aside and found is not None)
        if not is_same and path not in blocked:
            yield path


def _open_folders(root: str, before: Inventory) -> None:
    """Restore the permissions of folders first: nothing can be moved in a read-only folder."""
    for folder, mode in sorted(before.modes.items()):
        path = os.path.join(root, folder)
        if is_real_folder(path) and stat.S_IMODE(os.lstat(extended(path)).st_mode) != mode:
            os.chmod(extended(path), mode)


def _new_paths(before: Inventory, now: Inventory, concurrent: frozenset[str]) -> Iterator[str]:
    """The paths that are new; of a new folder only the folder itself, not its contents."""
    for path, _ in now.paths():
        parent = os.path.dirname(path)
        is_top = parent in before.folders or parent in concurrent
        if before.get(path) is None and path not in concurrent and is_top:
            yield path


class _Back(NamedTuple):
    """Restores single paths that are gone or were replaced."""

    host: Host
    aside_folder: AsideFolder
    root: str
    before: Inventory
    aside: Mapping[str, int]

    def put(self, path: str, stamp: Stamp) -> Literal["back", "stuck", "lost"]:
        """Restore one path; `stamp` is the one it had.

        "back": it is as before. "stuck": it could not be moved. "lost": no copy of it was kept.
        """
        where = os.path.join(self.root, path)
        now = stamp_at(where)
        kept = self.aside_folder.place(self.aside[path]) if path in self.aside else ""
        if kept and exists(kept) and not _is_same(where, kept):
            is_back = self._away(path, now) and self._returns(kept, where)
            return "back" if is_back else "stuck"
        if now == stamp:
            return "back"
        if stamp == FOLDER:
            return "back" if self._folder(path, now) else "stuck"
        # A kept copy that an earlier, interrupted restore brought back has a new inode.
        return "back" if kept and now is not None else "lost"

    def _folder(self, path: str, now: Stamp | None) -> bool:
        where = os.path.join(self.root, path)
        if not self._away(path, now):
            return False
        self.host.make_folder(where)
        os.chmod(extended(where), self.before.mode(path))
        return True

    def _away(self, path: str, now: Stamp | None) -> bool:
        return now is None or move_away(self.host, self.aside_folder, os.path.join(self.root, path))

    def _returns(self, kept: str, where: str) -> bool:
        return move_back(self.host, self.aside_folder, kept, where)


def _is_same(path: str, kept: str) -> bool:
    """Whether both paths are hard links of one file, so that there is nothing to restore."""
    try:
        return os.path.samestat(os.lstat(extended(path)), os.lstat(kept))
    except OSError:
        return False


def restore_environment(
    host: Host, aside_folder: AsideFolder, environment: str, number: int
) -> tuple[str, ...]:
    """Restore an environment that was set aside as a whole by renaming its folder.

    Args:
        host: the platform.
        aside_folder: contains what was set aside.
        environment: the path of the environment.
        number: its number in the aside folder. 0 if there was no environment: then the one that
            the installer created is moved into the aside folder.

    Returns:
        The paths that could not be moved.
    """
    old = aside_folder.place(number) if number else ""
    if number and not exists(old):
        return ()
    if exists(environment) and not move_away(host, aside_folder, environment):
        return (environment,)
    is_back = not number or move_back(host, aside_folder, old, environment)
    return () if is_back else (environment,)


def remove_made(folder: str, above: str) -> None:
    """Remove empty folders upward from `folder`, up to but without `above`.

    The installer created them as parents of the environment.
    """
    while above and folder != above and folder.startswith(os.path.join(above, "")):
        try:
            os.rmdir(folder)
        except OSError:
            return
        folder = os.path.dirname(folder)


def restore_contents(
    host: Host, aside_folder: AsideFolder, environment: str, number: int, before: Inventory
) -> tuple[str, ...]:
    """Restore an environment that could not be renamed, so that its entries were moved.

    Args:
        host: the platform.
        aside_folder: contains what was set aside.
        environment: the path of the environment.
        number: the number in the aside folder under which its entries are.
        before: its inventory from before the transaction.

    Returns:
        The paths that could not be moved.
    """
    old = aside_folder.place(number)
    if not exists(environment):
        # An interrupted `delete` removes the folder after it has emptied it.
        host.make_folder(environment)
        os.chmod(extended(environment), before.mode(""))
    return tuple(_merged_back(host, aside_folder, environment, old, before))


def _merged_back(
    host: Host, aside_folder: AsideFolder, environment: str, old: str, before: Inventory
) -> Iterator[str]:
    """Merge the old entries into the environment; yields the paths that could not be moved."""
    # A list instead of recursion: folders may be nested deeper than Python's call stack.
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        now, kept = os.path.join(environment, folder), os.path.join(old, folder)
        for name in sorted(os.listdir(extended(now))):
            where = os.path.join(now, name)
            is_aside = aside_folder.path == where or aside_folder.path.startswith(where + os.sep)
            if is_aside or _stays(where, os.path.join(folder, name), old, before):
                continue
            if not move_away(host, aside_folder, where):
                yield where
        for name in sorted(os.listdir(extended(kept))) if is_folder(kept) else ():
            where = os.path.join(now, name)
            if is_real_folder(where):
                waiting.append(os.path.join(folder, name))
            elif not move_back(host, aside_folder, os.path.join(kept, name), where):
                yield where


def _stays(where: str, path: str, old: str, before: Inventory) -> bool:
    """Whether an entry belongs to the old environment: it was never moved, or was moved back.

    Its stamp is not compared, since an entry that was moved back as a copy has a new inode.
    """
    kept = os.path.join(old, path)
    if exists(kept):
        return is_real_folder(where) and is_real_folder(kept)
    if path == DOT_LOCK or os.path.basename(path) == BYTECODE:
        return True  # not in any inventory, and harmless
    return before.get(path) is not None

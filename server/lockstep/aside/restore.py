"""Back to how it was. Nothing is deleted: what is new moves aside, what was kept returns.

Every step asks the disk first, so that a restore that was cut off is begun again.
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
    """What is not as it was: `blocked` could not be moved, `unrecoverable` was kept nowhere."""

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
    """Let an environment be as in its picture; what could not be is told, by path.

    `concurrent` are files and folders that another process put there since: they stay.
    """
    _open_folders(root, before)
    now = take_inventory(root, os.path.dirname(aside_folder.path))
    closed = now.closed
    new = _new_ones(before, now, concurrent)
    blocked = [it for it in new if not move_away(host, aside_folder, os.path.join(root, it))]
    # A folder that was moved aside is another one, although its stamp says nothing of that.
    changed = [it for it in before.paths() if now.get(it[0]) != it[1] or it[0] in aside]
    back = _Back(host, aside_folder, root, before, aside)
    ends = [(path, back.put(path, stamp)) for path, stamp in changed]
    blocked += [path for path, end in ends if end == "stuck"]
    lost = {path for path, end in ends if end == "lost"}
    # The steps say what they did; what is said of the environment is what a new look at it shows.
    now = take_inventory(root, os.path.dirname(aside_folder.path))
    # What a folder holds that could not be listed is not known; a later recovery looks again.
    blocked += [it for it in {*closed, *now.closed} if it in before.folders]
    lost.update(_unlike(before, now, aside, {*blocked}))
    return Restored((*blocked,), tuple(sorted(lost)))


def _unlike(
    before: Inventory, now: Inventory, aside: Mapping[str, int], blocked: Set[str]
) -> Iterator[str]:
    """The paths that are not as they were.

    What was kept as a copy, on a file system without links, returns with another stamp.
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
    """Give folders their permissions again: in one that was closed meanwhile nothing moves."""
    for folder, mode in sorted(before.modes.items()):
        path = os.path.join(root, folder)
        if is_real_folder(path) and stat.S_IMODE(os.lstat(extended(path)).st_mode) != mode:
            os.chmod(extended(path), mode)


def _new_ones(before: Inventory, now: Inventory, concurrent: frozenset[str]) -> Iterator[str]:
    """What was not there; of a new folder the folder alone."""
    for path, _ in now.paths():
        parent = os.path.dirname(path)
        is_top = parent in before.folders or parent in concurrent
        if before.get(path) is None and path not in concurrent and is_top:
            yield path


class _Back(NamedTuple):
    """Puts back what is gone or was replaced, one path after the other."""

    host: Host
    aside_folder: AsideFolder
    root: str
    before: Inventory
    aside: Mapping[str, int]

    def put(self, path: str, stamp: Stamp) -> Literal["back", "stuck", "lost"]:
        """Whether it is as it was now."""
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
        # What was kept as a copy, and came back before a restore was cut off, has another inode.
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
    """Whether what was kept is only another name of the file that still stands in its place."""
    try:
        return os.path.samestat(os.lstat(extended(path)), os.lstat(kept))
    except OSError:
        return False


def restore_environment(
    host: Host, aside_folder: AsideFolder, environment: str, number: int
) -> tuple[str, ...]:
    """Let the environment that was set aside as a whole take its place again.

    Without a number there was none, and what was made since moves aside.
    """
    old = aside_folder.place(number) if number else ""
    if number and not exists(old):
        return ()
    if exists(environment) and not move_away(host, aside_folder, environment):
        return (environment,)
    is_back = not number or move_back(host, aside_folder, old, environment)
    return () if is_back else (environment,)


def remove_made(folder: str, above: str) -> None:
    """Remove the empty folders that an installer has made on the way to an environment."""
    while above and folder != above and folder.startswith(os.path.join(above, "")):
        try:
            os.rmdir(folder)
        except OSError:
            return
        folder = os.path.dirname(folder)


def restore_contents(
    host: Host, aside_folder: AsideFolder, environment: str, number: int, before: Inventory
) -> tuple[str, ...]:
    """The same where the folder could not be moved, and its contents were."""
    old = aside_folder.place(number)
    if not exists(environment):
        # A deletion that was cut off has removed it when it was empty.
        host.make_folder(environment)
        os.chmod(extended(environment), before.mode(""))
    return tuple(_merged_back(host, aside_folder, environment, old, before))


def _merged_back(
    host: Host, aside_folder: AsideFolder, environment: str, old: str, before: Inventory
) -> Iterator[str]:
    """What could not be moved. Without recursion: folders may be nested deeper than calls."""
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
    """Whether something is of the old environment: it was never moved, or it is back already.

    What came back as a copy has another inode than the inventory says.
    """
    kept = os.path.join(old, path)
    if exists(kept):
        return is_real_folder(where) and is_real_folder(kept)
    if path == DOT_LOCK or os.path.basename(path) == BYTECODE:
        return True  # no picture has it, and it does no harm
    return before.get(path) is not None

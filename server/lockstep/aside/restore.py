"""Restores an environment from files that were set aside one by one, to equal its inventory.

Nothing is deleted: new files move into the aside folder, kept files move back out of it. Every step
looks at the disk first, so that an interrupted restore can be repeated from the start.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping, Set
from typing import NamedTuple

from ..host.existence import is_real_folder
from ..host.long_paths import extended
from .context import Context
from .file_effects import undo
from .inventory import Inventory, take_inventory
from .moving import move_away


class Restored(NamedTuple):
    """The paths that are not as before a transaction, after an attempt to restore them.

    They are relative to the environment; absolute if the environment was set aside as a whole, or
    did not exist. Both are empty if everything is restored.

    Attributes:
        blocked: old or new paths that could not be moved, and folders that cannot be listed; a
            later attempt may succeed.
        unrecoverable: were replaced or deleted, and no copy of them was kept.
    """

    blocked: tuple[str, ...] = ()
    unrecoverable: tuple[str, ...] = ()


def restore_packages(
    context: Context,
    before: Inventory,
    aside: Mapping[str, int],
    concurrent: frozenset[str] = frozenset(),
) -> Restored:
    """Undo the effects on files, and move away what is new. All paths are relative.

    Args:
        context: the environment, to which the paths are relative.
        before: its inventory from before the transaction.
        aside: the number in the aside folder of each path that was set aside.
        concurrent: paths that another process created during the transaction: they stay.

    Returns the paths that are not as before.

    Raises:
        OSError: the state of a path could not be found out, a folder cannot be created or listed
            (for another reason than a lack of permission), or permissions cannot be changed.
    """
    _open_folders(context, before)
    now = take_inventory(context.root, os.path.dirname(context.aside_folder.path))
    closed = now.closed
    new = _new_paths(before, now, concurrent)
    blocked = [it for it in new if not move_away(context, context.path(it))]
    # Paths in `aside` are included whatever their stamp is: the stamp of a folder does not show
    # that another folder has taken its place.
    changed = [it for it, was in before.paths() if now.get(it) != was or it in aside]
    ends = [(it, undo(context, before, it, aside.get(it, 0))) for it in changed]
    blocked += [path for path, end in ends if end == "stuck"]
    lost = {path for path, end in ends if end == "lost"}
    # The result is taken from the disk, not from what the steps report.
    now = take_inventory(context.root, os.path.dirname(context.aside_folder.path))
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


def _open_folders(context: Context, before: Inventory) -> None:
    """Restore the permissions of folders first: nothing can be moved in a read-only folder."""
    for folder, mode in sorted(before.modes.items()):
        path = context.path(folder)
        if is_real_folder(path) and stat.S_IMODE(os.lstat(extended(path)).st_mode) != mode:
            os.chmod(extended(path), mode)


def _new_paths(before: Inventory, now: Inventory, concurrent: frozenset[str]) -> Iterator[str]:
    """The paths that are new; of a new folder only the folder itself, not its contents."""
    for path, _ in now.paths():
        parent = os.path.dirname(path)
        is_top = parent in before.folders or parent in concurrent
        if before.get(path) is None and path not in concurrent and is_top:
            yield path

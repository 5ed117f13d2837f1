"""The effects of a transaction on single files and folders, and their undo.

- *Link*: a file that can be deleted gets a second name in the aside folder, and stays in its place.
- *Swap*: a held file moves into the aside folder, and a copy takes its place.
- *Move*: a folder or link moves into the aside folder, and its place is empty.

Each is announced in the journal by the line `{"aside": {path: number}}` before it happens; a line
announces all links of a call at once. The undo is the same for all three, because it goes by what
is on the disk: the entry of the aside folder with that number takes the place of whatever is at the
path. All paths are relative to the environment.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable
from typing import Literal

from ..host.existence import exists
from ..host.file_stamps import FOLDER, stamp_at
from ..host.long_paths import extended
from .context import Context
from .errors import Immovable, obstacle_of
from .inventory import Inventory
from .journal import Journal
from .moving import copy_tree, keep, move_away, move_back


def link(context: Context, journal: Journal, paths: Iterable[str]) -> None:
    """Keep files that the installer will delete or overwrite, by hard links or else copies.

    Args:
        context: the environment.
        journal: announces all links by one line.
        paths: existing files or symlinks, none of which has been set aside before.

    Raises:
        OSError: a file cannot be read, the disk is full, or the journal cannot be written.
    """
    numbers = {it: context.aside_folder.number() for it in paths}
    # One line for all of them: a rollback has nothing to undo for a link that was not made yet.
    if numbers:
        journal.write(aside=numbers)
    for path, number in numbers.items():
        keep(context, context.path(path), context.kept(number))


def swap(context: Context, journal: Journal, path: str) -> None:
    """Put a copy in a held file's place; the original, still in use by its holder, is set aside.

    Args:
        context: the environment.
        journal: announces the effect.
        path: a file that has not been set aside before.

    Raises:
        Immovable: the file cannot be renamed, or its holder has opened it exclusively, so that it
            cannot be read.
        OSError: the disk is full, the journal cannot be written, or the system refuses for another
            reason than a holder.
    """
    host, source = context.host, context.path(path)
    copy, number = context.aside_folder.number(), context.aside_folder.number()
    try:
        # The copy is complete before the original moves, so that the path is empty only between two
        # renames. It is not journaled: an undo moves away whatever is at the path.
        host.copy(source, context.kept(copy))
        _clear_read_only(context.kept(copy))
        journal.write(aside={path: number})
        host.rename(source, context.kept(number))
        host.rename(context.kept(copy), source)
    except OSError as mistake:
        raise obstacle_of(source, mistake) from mistake


def _clear_read_only(path: str) -> None:
    """Make the copy writable: the installer will delete it, and Windows keeps read-only files."""
    mode = os.lstat(path).st_mode
    if stat.S_ISREG(mode) and not mode & stat.S_IWRITE:
        os.chmod(path, stat.S_IMODE(mode) | stat.S_IWRITE)


def move(context: Context, journal: Journal, path: str) -> int:
    """Move a folder, link or file into the aside folder; returns its number there.

    Where a rename is impossible (EXDEV) it is copied, and the original deleted.

    Raises:
        Immovable: it cannot be renamed, or not be deleted after the copy.
        OSError: the disk is full, the journal cannot be written, or the system refuses for another
            reason than a holder.
    """
    source, number = context.path(path), context.aside_folder.number()
    journal.write(aside={path: number})
    try:
        context.host.rename(source, context.kept(number))
    except OSError as mistake:
        if mistake.errno != errno.EXDEV:
            raise obstacle_of(source, mistake) from mistake
        return _move_by_copy(context, journal, path)
    return number


def _move_by_copy(context: Context, journal: Journal, path: str) -> int:
    """Set aside by a copy what a rename cannot move (EXDEV); returns the number of the copy.

    Raises:
        Immovable: a part of the original cannot be deleted.
        OSError: it cannot be copied, or the journal cannot be written.
    """
    source, number = context.path(path), context.aside_folder.number()
    copy_tree(context.host, source, context.kept(number))
    # Journaled only when the copy is complete: a rollback must not put back a part of it.
    journal.write(aside={path: number})
    if not context.host.delete_tree(source):
        raise Immovable(source, PermissionError(errno.EACCES, os.strerror(errno.EACCES), source))
    return number


Undone = Literal["back", "stuck", "lost"]
"""The result of an undo: the path is as before; it could not be moved; no copy of it was kept."""


def undo(context: Context, before: Inventory, path: str, number: int) -> Undone:
    """Restore one path, from the aside folder or from what the inventory says of a folder.

    The present state on the disk decides, so that a call can be repeated after an interruption.

    Args:
        context: the environment.
        before: its inventory from before the transaction.
        path: a path of the inventory.
        number: its number in the aside folder; 0 if it was not set aside.

    Returns:
        "back" if the path is as before; "stuck" if something could not be moved; "lost" if the path
        differs, or is gone, and there is nothing to restore it from.

    Raises:
        OSError: the state of the path could not be found out, a folder cannot be created, or its
            permissions cannot be changed.
    """
    where, stamp = context.path(path), before.get(path)
    now = stamp_at(where)
    kept = context.kept(number) if number else ""
    if kept and exists(kept) and not _is_same(where, kept):
        is_free = now is None or move_away(context, where)
        return "back" if is_free and move_back(context, kept, where) else "stuck"
    if now == stamp:
        return "back"
    if stamp == FOLDER:
        if now is not None and not move_away(context, where):
            return "stuck"
        context.host.make_folder(where)
        os.chmod(extended(where), before.mode(path))
        return "back"
    # A kept copy that an earlier, interrupted restore brought back has a new inode.
    return "back" if kept and now is not None else "lost"


def _is_same(path: str, kept: str) -> bool:
    """Whether both paths are hard links of one file, so that there is nothing to restore."""
    try:
        return os.path.samestat(os.lstat(extended(path)), os.lstat(kept))
    except OSError:
        return False

"""The effects of a transaction on an environment as a whole, each followed by its undo.

- By one rename: the environment's folder moves into the aside folder. Undo: `restore_environment`.
- In parts, where the folder cannot be renamed, because it is a mount point or the current folder of
  a process on Windows: its entries move one by one. Undo: `restore_contents`.

The journal announces the first by `{"whole": number}`, the second by `{"in_parts": true}` as well.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress

from ..host.existence import exists, is_folder, is_real_folder
from ..host.long_paths import extended
from ..host.retry import retrying
from .context import Context
from .errors import obstacle_of
from .inventory import BYTECODE, DOT_LOCK, Inventory, refuse_closed, take_inventory
from .journal import Journal
from .moving import keep, move_away, move_back

_RMDIR_SECONDS = 0.1


def set_environment_aside(
    context: Context,
    journal: Journal,
    save: Callable[[Inventory], None],
    *,
    keeps_folder: bool = True,
) -> bool:
    """Set a whole environment aside, by one rename if possible.

    In parts, folders that cannot be renamed or removed stay behind, empty.

    Args:
        context: the environment.
        journal: announces the effects, and so the number of the environment in the aside folder.
        save: saves the inventory for a rollback; called before entries are moved one by one.
        keeps_folder: after a rename, an empty folder takes the place of the environment.

    Returns True if no entry is left in its place.

    Raises:
        Immovable: a file in it cannot be moved either.
        PermissionError: a folder in it cannot be listed.
        OSError: the disk is full, the journal cannot be written, or the system refuses something
            else.
    """
    number = context.aside_folder.number()
    journal.write(whole=number)
    try:
        context.host.rename(context.root, context.kept(number))
    except OSError:
        # Only the move in parts needs an inventory: a rename is undone by a rename.
        inventory = take_inventory(context.root, os.path.dirname(context.aside_folder.path))
        refuse_closed(inventory, context.root)
        save(inventory)
        journal.write(in_parts=True)
        _set_contents_aside(context, context.kept(number))
        return not os.listdir(context.root)
    if keeps_folder:
        context.host.make_folder(context.root)
    return True


def _set_contents_aside(context: Context, place: str) -> None:
    """Move the entries of the environment one by one.

    The entries of a subfolder that cannot be renamed are moved into a twin in the aside folder.

    Raises:
        Immovable: a file cannot be moved.
        OSError: as `set_environment_aside`.
    """
    # A list instead of recursion: folders may be nested deeper than Python's call stack.
    twins = [(context.root, place)]
    for old, new in twins:
        context.host.make_folder(new)
        for name in sorted(os.listdir(extended(old))):
            source, target = os.path.join(old, name), os.path.join(new, name)
            if _contains_aside_folder(context, source):
                continue
            try:
                context.host.rename(source, target)
            except OSError as mistake:
                if is_real_folder(source):
                    twins.append((source, target))
                elif mistake.errno == errno.EXDEV:
                    _move_by_copy(context, source, target)
                else:
                    raise obstacle_of(source, mistake) from mistake
    # Reversed, so that a folder is empty when it is removed; not the environment itself.
    for old, new in reversed(twins[1:]):
        _replace_by_twin(old, new)


def _contains_aside_folder(context: Context, path: str) -> bool:
    return os.path.join(context.aside_folder.path, "").startswith(os.path.join(path, ""))


def _move_by_copy(context: Context, source: str, target: str) -> None:
    """Move a file by a copy, where a rename is impossible (EXDEV).

    Raises:
        Immovable: it cannot be copied or removed, probably because it is held.
        OSError: the system refuses for another reason, such as a full disk.
    """
    try:
        keep(context, source, target)
        context.host.remove(source)
    except OSError as mistake:
        raise obstacle_of(source, mistake) from mistake


def _replace_by_twin(folder: str, twin: str) -> None:
    """Remove an emptied folder if possible; a rollback fills it again, or moves its twin back."""
    mode = stat.S_IMODE(os.lstat(extended(folder)).st_mode)
    if not mode & stat.S_IWUSR:
        # The twin would be read-only too, and could not be moved back.
        return
    os.chmod(extended(twin), mode)
    # A mount point cannot be removed, nor on Windows the current folder of a process.
    with suppress(OSError):
        # A scanner may have it open for a moment.
        retrying(lambda: os.rmdir(extended(folder)), _RMDIR_SECONDS, _may_pass)


def _may_pass(mistake: OSError) -> bool:
    """Whether a folder may be removable a moment later: it is empty and no mount point."""
    return mistake.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.EBUSY)


def restore_environment(context: Context, number: int) -> tuple[str, ...]:
    """Restore an environment that was set aside as a whole by renaming its folder.

    Args:
        context: the environment.
        number: its number in the aside folder. 0 if there was no environment: then the one that the
            installer created is moved into the aside folder.

    Returns:
        Empty if the environment is restored, also by an earlier call; the absolute path of the
        environment if it could not be moved.

    Raises:
        OSError: what is at its place could not be found out, or its permissions not be changed.
    """
    # The rename never happened, or an earlier, interrupted rollback has undone it.
    if number and not exists(context.kept(number)):
        return ()
    if exists(context.root) and not move_away(context, context.root):
        return (context.root,)
    is_back = not number or move_back(context, context.kept(number), context.root)
    return () if is_back else (context.root,)


def remove_made(folder: str, above: str) -> None:
    """Remove empty folders upward from `folder`, up to but without `above`.

    The installer created them as parents of the environment. A folder that is not empty stays, and
    ends the removal.

    Args:
        folder: the parent of the environment.
        above: the nearest ancestor that existed before the transaction; empty to remove nothing.
    """
    while above and folder != above and folder.startswith(os.path.join(above, "")):
        try:
            os.rmdir(folder)
        except OSError:
            return
        folder = os.path.dirname(folder)


def restore_contents(context: Context, number: int, before: Inventory) -> tuple[str, ...]:
    """Restore an environment that could not be renamed, so that its entries were moved.

    Args:
        context: the environment.
        number: the number in the aside folder under which its entries are.
        before: its inventory from before the transaction.

    Returns:
        The absolute paths that could not be moved; empty if everything is restored.

    Raises:
        OSError: a folder cannot be created or listed, its permissions cannot be changed, or the
            state of a path could not be found out.
    """
    if not exists(context.root):
        # An interrupted `delete` removes the folder after it has emptied it.
        context.host.make_folder(context.root)
        os.chmod(extended(context.root), before.mode(""))
    return tuple(_merged_back(context, context.kept(number), before))


def _merged_back(context: Context, old: str, before: Inventory) -> Iterator[str]:
    """Merge the old entries into the environment; yields the paths that could not be moved."""
    # A list instead of recursion: folders may be nested deeper than Python's call stack.
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        now, kept = context.path(folder), os.path.join(old, folder)
        for name in sorted(os.listdir(extended(now))):
            where = os.path.join(now, name)
            if _contains_aside_folder(context, where):
                continue
            if _stays(where, os.path.join(folder, name), old, before):
                continue
            if not move_away(context, where):
                yield where
        for name in sorted(os.listdir(extended(kept))) if is_folder(kept) else ():
            where = os.path.join(now, name)
            if is_real_folder(where):
                waiting.append(os.path.join(folder, name))
            elif not move_back(context, os.path.join(kept, name), where):
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

"""Moves files and folders, also where a rename fails with EXDEV.

A rename fails so between mounts inside an environment, for a folder in a lower layer of an overlay
(kernel documentation, `filesystems/overlayfs`, "redirect_dir"), and between project quotas. Then
everything is hard-linked or copied to the new place before it is deleted from the old one.
"""

from __future__ import annotations

import errno
import os
import stat

from ..host.contract import Host
from ..host.existence import is_real_folder
from ..host.links import is_link
from ..host.long_paths import extended
from .context import Context


def keep(context: Context, source: str, target: str) -> None:
    """Hard-link a file into the aside folder, or copy it where links are impossible.

    A copy gets the name `target` only when it is complete: a rollback puts back whatever has that
    name.

    Args:
        context: has the aside folder, where the incomplete copy gets a number.
        source: the absolute path of the file or symlink.
        target: its absolute path in the aside folder.

    Raises:
        OSError: the file cannot be read, something is at `target`, or the disk is full.
    """
    if not context.host.link(source, target):
        copy = context.kept(context.aside_folder.number())
        context.host.copy(source, copy)
        context.host.rename(copy, target)


def move_away(context: Context, path: str) -> bool:
    """Move a file or folder (an absolute path) into the aside folder under a new number.

    Returns False if the system refuses; then a part of a folder may have moved.

    Raises:
        OSError: the permissions of a folder cannot be read or changed, or what is at a path could
            not be found out.
    """
    # A folder can be renamed only if its owner may write in it.
    if is_real_folder(path) and not os.access(extended(path), os.W_OK):
        os.chmod(extended(path), stat.S_IMODE(os.lstat(extended(path)).st_mode) | stat.S_IRWXU)
    target = context.kept(context.aside_folder.number())
    try:
        if not _is_renamed(context.host, path, target):
            # After a crash in here, the next rollback finds the rest, and moves it away as well.
            copy_tree(context.host, path, target)
            return context.host.delete_tree(path)
    except OSError:
        return False
    return True


def move_back(context: Context, kept: str, where: str) -> bool:
    """As `bring_back`, but returns False if the system refuses; then a part may be in its place."""
    try:
        bring_back(context, kept, where)
    except OSError:
        return False
    return True


def bring_back(context: Context, kept: str, where: str) -> None:
    """Move something from the aside folder back to its place, which must be free.

    Args:
        context: the environment.
        kept: the absolute path in the aside folder.
        where: the original absolute path.

    Raises:
        OSError: the system refuses the move, or the place is not free.
    """
    if not _is_renamed(context.host, kept, where):
        copy_tree(context.host, kept, where)
        # A rename, because it is atomic: if a crash cut off a deletion, recovery would take the
        # rest in the aside folder for the whole, and put that back.
        context.host.rename(kept, context.kept(context.aside_folder.number()))


def _is_renamed(host: Host, source: str, target: str) -> bool:
    """Rename; returns False on EXDEV, where only a copy is possible."""
    try:
        host.rename(source, target)
    except OSError as mistake:
        if mistake.errno != errno.EXDEV:
            raise
        return False
    return True


def copy_tree(host: Host, source: str, target: str) -> None:
    """Hard-link or copy a file, or a folder with all its contents, to a place that is free.

    Symlinks and junctions are copied as links, and never followed. Folders get the permissions of
    their originals.

    Raises:
        OSError: the system refuses a part of it, or the place is not free; what was copied stays.
    """
    if not is_real_folder(source):
        _link_or_copy(host, source, target)
        return
    # A list instead of recursion: folders may be nested deeper than Python's call stack.
    folders, waiting = list[tuple[str, str]](), [(source, target)]
    while waiting:
        old, new = waiting.pop()
        host.make_folder(new)
        folders.append((old, new))
        with os.scandir(extended(old)) as entries:
            for it in entries:
                pair = os.path.join(old, it.name), os.path.join(new, it.name)
                if it.is_dir(follow_symlinks=False) and not is_link(it.path):
                    waiting.append(pair)
                else:
                    _link_or_copy(host, *pair)
    for old, new in reversed(folders):
        # Permissions last: nothing can be created in a read-only folder.
        os.chmod(extended(new), stat.S_IMODE(os.lstat(extended(old)).st_mode))


def _link_or_copy(host: Host, source: str, target: str) -> None:
    if not host.link(source, target):
        host.copy(source, target)

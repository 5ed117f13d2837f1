"""Moving files and folders where a rename may be refused with EXDEV.

That is so between mounts inside an environment, for a folder in a lower layer of an overlay
(kernel documentation, `filesystems/overlayfs`, "redirect_dir"), and between project quotas. Then
everything gets a second name, or a copy, in the new place before it goes from the old one.
"""

from __future__ import annotations

import errno
import os
import stat

from ..host.contract import Host
from ..host.existence import is_real_folder
from ..host.links import is_link
from ..host.long_paths import extended
from .aside_folder import AsideFolder


def keep(host: Host, aside_folder: AsideFolder, source: str, target: str) -> None:
    """Give a file a second name in the aside folder, or a copy where that is impossible.

    The copy gets the name `target` when it is whole: a rollback puts back what has that name.

    Raises:
        OSError: the file cannot be read, or there is no room for a copy.
    """
    if not host.link(source, target):
        copy = aside_folder.place(aside_folder.number())
        host.copy(source, copy)
        host.rename(copy, target)


def move_away(host: Host, aside_folder: AsideFolder, path: str) -> bool:
    """Whether something is aside now; a folder moves only where its owner may write in it."""
    if is_real_folder(path) and not os.access(extended(path), os.W_OK):
        os.chmod(extended(path), stat.S_IMODE(os.lstat(extended(path)).st_mode) | stat.S_IRWXU)
    target = aside_folder.place(aside_folder.number())
    try:
        if not _is_renamed(host, path, target):
            # What is left of it after a crash is still new, and moves away then.
            copy_tree(host, path, target)
            return host.delete_tree(path)
    except OSError:
        return False
    return True


def move_back(host: Host, aside_folder: AsideFolder, kept: str, where: str) -> bool:
    """Whether what was kept is in its place again, in which nothing may be."""
    try:
        bring_back(host, aside_folder, kept, where)
    except OSError:
        return False
    return True


def bring_back(host: Host, aside_folder: AsideFolder, kept: str, where: str) -> None:
    """Move what was kept to its place, in which nothing may be.

    Raises:
        OSError: the system refuses that.
    """
    if not _is_renamed(host, kept, where):
        copy_tree(host, kept, where)
        # In one step: half of it would take the place of the whole after a crash.
        host.rename(kept, aside_folder.place(aside_folder.number()))


def _is_renamed(host: Host, source: str, target: str) -> bool:
    """False where the two places are not of one file system, so that a rename is impossible."""
    try:
        host.rename(source, target)
    except OSError as mistake:
        if mistake.errno != errno.EXDEV:
            raise
        return False
    return True


def copy_tree(host: Host, source: str, target: str) -> None:
    """Give a file, or a folder and everything in it, a second name or a copy.

    Without recursion: folders may be nested deeper than Python calls.

    Raises:
        OSError: the system refuses a part of it.
    """
    if not is_real_folder(source):
        _link_or_copy(host, source, target)
        return
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
        # At the end: in a folder that is closed nothing can be made.
        os.chmod(extended(new), stat.S_IMODE(os.lstat(extended(old)).st_mode))


def _link_or_copy(host: Host, source: str, target: str) -> None:
    if not host.link(source, target):
        host.copy(source, target)

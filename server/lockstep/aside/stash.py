"""Setting aside what a sync will change, so that it can be removed, and can come back."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Container, Iterable, Mapping
from contextlib import suppress

from ..host.contract import Host
from ..host.existence import is_file_or_link, is_real_folder
from ..host.long_paths import extended
from .aside_folder import AsideFolder
from .errors import Immovable, obstacle_of
from .inventory import Inventory, refuse_closed, take_inventory
from .journal import Journal
from .moving import copy_tree, keep


def set_packages_aside(
    host: Host,
    journal: Journal,
    aside_folder: AsideFolder,
    root: str,
    paths: Iterable[str],
    proven: Container[str] = (),
) -> tuple[str, ...]:
    """Swap the held files of these paths (below the root), and keep all the others by a link.

    The paths that were held; `proven` are some of which an installer has found that out. Everything
    stays in its place: the installer finds what it expects.

    Raises:
        Immovable: a held file cannot be renamed.
    """
    present = [it for it in sorted(set(paths)) if _is_file(os.path.join(root, it))]
    held = dict.fromkeys(
        it
        for it in present
        if it in proven or host.is_held(os.path.join(root, it), aside_folder.path)
    )
    free = {it: aside_folder.number() for it in present if it not in held}
    if free:
        # One line for all: a link changes nothing that a restore would have to undo.
        journal.write(aside=free)
    for path, number in free.items():
        keep(host, aside_folder, os.path.join(root, path), aside_folder.place(number))
    for path in held:
        _swap(host, journal, aside_folder, root, path)
    return tuple(held)


def keep_files(
    host: Host, journal: Journal, aside_folder: AsideFolder, root: str, paths: Iterable[str]
) -> None:
    """Keep files by a link that may be written over; no installer can where somebody holds one."""
    kept = {
        it: aside_folder.number()
        for it in sorted(paths)
        if not host.is_held(os.path.join(root, it), aside_folder.path)
    }
    if kept:
        journal.write(aside=kept)
    for path, number in kept.items():
        keep(host, aside_folder, os.path.join(root, path), aside_folder.place(number))


def swap_held(
    host: Host, journal: Journal, aside_folder: AsideFolder, root: str, paths: Iterable[str]
) -> tuple[str, ...]:
    """Swap the held files of these paths, and leave all others alone; those that were held.

    Raises:
        Immovable: a held file cannot be renamed.
    """
    held = [it for it in sorted(paths) if host.is_held(os.path.join(root, it), aside_folder.path)]
    for path in held:
        _swap(host, journal, aside_folder, root, path)
    return tuple(held)


def set_broken_aside(
    host: Host, journal: Journal, aside_folder: AsideFolder, root: str, folders: Iterable[str]
) -> Mapping[str, int]:
    """Move aside what no installer would remove; under which numbers, by path.

    Raises:
        Immovable: one of them cannot be renamed.
    """
    numbers: dict[str, int] = {}
    for path in sorted(set(folders)):
        numbers[path] = number = aside_folder.number()
        journal.write(aside={path: number})
        source = os.path.join(root, path)
        try:
            host.rename(source, aside_folder.place(number))
        except OSError as mistake:
            if mistake.errno != errno.EXDEV:
                raise obstacle_of(source, mistake) from mistake
            numbers[path] = _set_aside_by_copy(host, journal, aside_folder, root, path)
    return numbers


def _set_aside_by_copy(
    host: Host, journal: Journal, aside_folder: AsideFolder, root: str, path: str
) -> int:
    """Set something aside that cannot be renamed; under which number.

    Raises:
        Immovable: a part of it cannot be removed.
    """
    source, number = os.path.join(root, path), aside_folder.number()
    copy_tree(host, source, aside_folder.place(number))
    # Journaled when it is whole: a part of it must never take the place of the original.
    journal.write(aside={path: number})
    if not host.delete_tree(source):
        raise Immovable(source, PermissionError(errno.EACCES, os.strerror(errno.EACCES), source))
    return number


def _swap(host: Host, journal: Journal, aside_folder: AsideFolder, root: str, path: str) -> None:
    """Put a copy in the place of a held file, whose own inode goes aside with its holder.

    Raises:
        Immovable: the file cannot be renamed, or its holder lets nobody read it.
        OSError: there is no room for a copy.
    """
    source = os.path.join(root, path)
    copy, number = aside_folder.number(), aside_folder.number()
    try:
        host.copy(source, aside_folder.place(copy))
        _clear_read_only(aside_folder.place(copy))
        journal.write(aside={path: number})
        host.rename(source, aside_folder.place(number))
        host.rename(aside_folder.place(copy), source)
    except OSError as mistake:
        raise obstacle_of(source, mistake) from mistake


def _clear_read_only(path: str) -> None:
    """The installer is to remove the copy, and Windows removes nothing that is read-only."""
    mode = os.lstat(path).st_mode
    if stat.S_ISREG(mode) and not mode & stat.S_IWRITE:
        os.chmod(path, stat.S_IMODE(mode) | stat.S_IWRITE)


def set_environment_aside(
    host: Host,
    journal: Journal,
    aside_folder: AsideFolder,
    environment: str,
    save: Callable[[Inventory], None],
    *,
    keeps_folder: bool = True,
) -> bool:
    """Move a whole environment aside; whether nothing but an empty folder is in its place now.

    With `keeps_folder` there is one. Where the folder itself cannot be moved, what is in it is,
    after `save` wrote down what that was; folders of it may stay.

    Raises:
        Immovable: something in it cannot be moved either.
    """
    number = aside_folder.number()
    journal.write(whole=number)
    place = aside_folder.place(number)
    try:
        host.rename(environment, place)
    except OSError:
        inventory = take_inventory(environment, os.path.dirname(aside_folder.path))
        refuse_closed(inventory, environment)
        save(inventory)
        journal.write(in_parts=True)
        _set_contents_aside(host, environment, place, aside_folder)
        return not os.listdir(environment)
    if keeps_folder:
        host.make_folder(environment)
    return True


def _set_contents_aside(host: Host, folder: str, place: str, aside_folder: AsideFolder) -> None:
    """Move the entries of a folder one by one; a folder that is not renamed gets a twin set aside.

    Without recursion: folders may be nested deeper than Python calls.
    """
    twins = [(folder, place)]
    for old, new in twins:
        host.make_folder(new)
        for name in sorted(os.listdir(extended(old))):
            source, target = os.path.join(old, name), os.path.join(new, name)
            if aside_folder.path == source or aside_folder.path.startswith(source + os.sep):
                continue
            try:
                host.rename(source, target)
            except OSError as mistake:
                if is_real_folder(source):
                    twins.append((source, target))
                elif mistake.errno == errno.EXDEV:
                    _move_by_copy(host, aside_folder, source, target)
                else:
                    raise obstacle_of(source, mistake) from mistake
    for old, new in reversed(twins[1:]):
        _replace_by_twin(old, new)


def _move_by_copy(host: Host, aside_folder: AsideFolder, source: str, target: str) -> None:
    """Move a file to a place to which no rename leads.

    Raises:
        Immovable: it cannot be copied or removed.
    """
    try:
        keep(host, aside_folder, source, target)
        host.remove(source)
    except OSError as mistake:
        raise obstacle_of(source, mistake) from mistake


def _replace_by_twin(folder: str, twin: str) -> None:
    """Remove a folder that could not be renamed, if that can be; its twin returns instead."""
    mode = stat.S_IMODE(os.lstat(extended(folder)).st_mode)
    if not mode & stat.S_IWUSR:
        # A twin with that mode could not be moved back.
        return
    os.chmod(extended(twin), mode)
    with suppress(OSError):
        os.rmdir(extended(folder))


def _is_file(path: str) -> bool:
    """A link is kept too, but never what it leads to."""
    return is_file_or_link(path)

"""Sets aside what an installer will change, so that held files do not stop it.

In the functions of this module, `paths` and `root` are paths relative to the environment and the
environment itself, and every effect is announced in the journal.
"""

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
    """Swap the held files among `paths`, and keep the others by hard links.

    The installer finds every file where it expects it. `proven` are paths that are certainly held,
    because an installer failed on them.

    Returns the paths that were swapped.

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
        # One line for all of them: a rollback has nothing to undo for a hard link alone.
        journal.write(aside=free)
    for path, number in free.items():
        keep(host, aside_folder, os.path.join(root, path), aside_folder.place(number))
    for path in held:
        _swap(host, journal, aside_folder, root, path)
    return tuple(held)


def keep_files(
    host: Host, journal: Journal, aside_folder: AsideFolder, root: str, paths: Iterable[str]
) -> None:
    """Keep files that the installer may overwrite, by hard links.

    Held files are left out: an installer cannot overwrite them.
    """
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
    """Swap the held files among `paths`, and leave the others alone; returns the swapped paths.

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
    """Set aside damaged folders that an installer would not remove, such as an empty dist-info.

    Returns the number of each path in the aside folder.

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
    """Set aside by a copy what a rename cannot move (EXDEV); returns the number of the copy.

    Raises:
        Immovable: a part of the original cannot be deleted.
    """
    source, number = os.path.join(root, path), aside_folder.number()
    copy_tree(host, source, aside_folder.place(number))
    # Journaled only when the copy is complete: a rollback must not put back a part of it.
    journal.write(aside={path: number})
    if not host.delete_tree(source):
        raise Immovable(source, PermissionError(errno.EACCES, os.strerror(errno.EACCES), source))
    return number


def _swap(host: Host, journal: Journal, aside_folder: AsideFolder, root: str, path: str) -> None:
    """Put a copy in a held file's place; the original, still in use by its holder, is set aside.

    Raises:
        Immovable: the file cannot be renamed, or its holder has opened it exclusively, so that
            it cannot be read.
        OSError: the disk is full.
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
    """Make the copy writable: the installer will delete it, and Windows keeps read-only files."""
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
    """Set a whole environment aside, by one rename if possible.

    If the folder itself cannot be renamed, `save` saves its inventory, and its entries are moved
    one by one. Folders in it that cannot be renamed or removed stay behind, empty. With
    `keeps_folder`, an empty folder takes the place of the environment.

    Returns True if no entry is left in its place.

    Raises:
        Immovable: a file in it cannot be moved either.
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
    """Move the entries of a folder one by one.

    The entries of a subfolder that cannot be renamed are moved into a twin in the aside folder.
    """
    # A list instead of recursion: folders may be nested deeper than Python's call stack.
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
    """Move a file by a copy, where a rename is impossible (EXDEV).

    Raises:
        Immovable: it cannot be copied or removed.
    """
    try:
        keep(host, aside_folder, source, target)
        host.remove(source)
    except OSError as mistake:
        raise obstacle_of(source, mistake) from mistake


def _replace_by_twin(folder: str, twin: str) -> None:
    """Remove an emptied folder if possible; a rollback fills it again, or moves its twin back."""
    mode = stat.S_IMODE(os.lstat(extended(folder)).st_mode)
    if not mode & stat.S_IWUSR:
        # The twin would be read-only too, and could not be moved back.
        return
    os.chmod(extended(twin), mode)
    with suppress(OSError):
        os.rmdir(extended(folder))


def _is_file(path: str) -> bool:
    """Whether this is a file or a link; a link is kept as a link, and never followed."""
    return is_file_or_link(path)

"""Sets aside what an installer will change, so that held files do not stop it.

All paths are relative to the environment, and every effect is announced in the journal.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from ..host.existence import is_file_or_link
from .context import Context
from .file_effects import link, move, swap
from .journal import Journal


def set_packages_aside(
    context: Context, journal: Journal, paths: Iterable[str], proven: Container[str] = ()
) -> tuple[str, ...]:
    """Swap the held files among `paths`, and link the others, so that the installer finds all.

    Args:
        context: the environment.
        journal: announces the effects.
        paths: paths that the installer will delete or overwrite; those that are missing, or no file
            or link, are skipped.
        proven: paths that are certainly held, because an installer failed on them.

    Returns the paths that were swapped, sorted.

    Raises:
        Immovable: a held file cannot be renamed.
        OSError: the disk is full, a file cannot be read or examined, or the journal cannot be
            written.
    """
    # A link is kept as a link, and never followed.
    present = [it for it in sorted(set(paths)) if is_file_or_link(context.path(it))]
    held = dict.fromkeys(it for it in present if it in proven or _is_held(context, it))
    link(context, journal, (it for it in present if it not in held))
    for path in held:
        swap(context, journal, path)
    return tuple(held)


def keep_files(context: Context, journal: Journal, paths: Iterable[str]) -> None:
    """Link files that the installer may overwrite.

    Held files are left out: an installer cannot overwrite them.

    Args:
        context: the environment.
        journal: announces the links.
        paths: existing files, none of which has been set aside before.

    Raises:
        OSError: the disk is full, a file cannot be read, or the journal cannot be written.
    """
    link(context, journal, [it for it in sorted(paths) if not _is_held(context, it)])


def swap_held(context: Context, journal: Journal, paths: Iterable[str]) -> tuple[str, ...]:
    """Swap the held files among `paths`, and leave the others alone; returns the swapped paths.

    Raises:
        Immovable: a held file cannot be renamed.
        OSError: as `swap`, or it could not be found out whether a file is held.
    """
    held = [it for it in sorted(paths) if _is_held(context, it)]
    for path in held:
        swap(context, journal, path)
    return tuple(held)


def set_broken_aside(
    context: Context, journal: Journal, folders: Iterable[str]
) -> Mapping[str, int]:
    """Move folders or links aside that an installer would not remove, such as an empty dist-info.

    Returns the number of each path in the aside folder.

    Raises:
        Immovable: one of them cannot be renamed.
        OSError: as `move`; also for a path that does not exist.
    """
    return {it: move(context, journal, it) for it in sorted(set(folders))}


def _is_held(context: Context, path: str) -> bool:
    return context.host.is_held(context.path(path), context.aside_folder.path)

"""Searches for the processes that hold files of an environment, by the files' identities."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ..aside.inventory import take_inventory
from ..host.file_stamps import stamp_at
from ..host.file_use import FileUse, Identity
from ..host.process_files import ProcessInfo, all_file_uses, pids_using, process_info
from ..model.holder import Holder, How
from ..model.paths import is_below
from .levers import lever_for
from .owner import ChainedProcess, owner_of, shown_command

_ORDER: tuple[How, ...] = ("image", "mapped", "open", "cwd")
_LONGEST_CHAIN = 12
_LONGEST_LOOK = 3.0


def longest_look() -> float:
    """The limit in seconds for listing the files of all processes; 3 by default.

    LOCKSTEP_HOLDER_SECONDS sets another one, for a slow machine or one with many processes.
    """
    try:
        return float(os.environ["LOCKSTEP_HOLDER_SECONDS"])
    except (KeyError, ValueError):
        return _LONGEST_LOOK


class Search(NamedTuple):
    """What to search for.

    Attributes:
        root: the real path of the environment; not used if `paths` is not empty.
        paths: the real paths of the only files to search for; if empty, all files below `root`.
    """

    root: str
    paths: tuple[str, ...] = ()


def find_holders(search: Search) -> tuple[Holder, ...]:
    """The processes that hold files of a search, sorted by pid; never Lockstep itself.

    A hard link of such a file, wherever it is, counts too. Processes that may not be read, or that
    were not reached in time (`longest_look`), are left out.

    Raises:
        OSError: as `take_inventory` of the environment, or a file in use could not be examined.
    """
    # All uses first: which hard links matter is known only from what is in use.
    processes = dict(all_file_uses(longest_look()))
    identities = _identities(search, processes.values())
    found = (holder(pid, _used(it, search, identities)) for pid, it in processes.items())
    return tuple(sorted(it for it in found if it is not None))


def find_listed(paths: Iterable[str]) -> tuple[Holder, ...]:
    """The processes that use these paths by Windows' own list, elevated ones included.

    They are sorted by pid. Empty on other systems.

    Args:
        paths: absolute paths of files.
    """
    used: dict[int, list[str]] = {}
    for path in paths:
        for pid in pids_using(path):
            used.setdefault(pid, []).append(path)
    found = (holder(pid, [("open", it) for it in files]) for pid, files in used.items())
    return tuple(sorted(it for it in found if it is not None))


def _identities(search: Search, processes: Iterable[Sequence[FileUse]]) -> Mapping[Identity, str]:
    """The files of a search by identity, since a process may hold another hard link of one.

    Raises:
        OSError: as `find_holders`.
    """
    if search.paths:
        return dict(identified(search.paths))
    # Most often there is no such file, and the environment need not be listed.
    uses = [use for it in processes for use in it if _is_linked(use, search)]
    return dict(_linked_below(search.root, uses)) if uses else {}


def _is_linked(use: FileUse, search: Search) -> bool:
    """Whether a file outside has several hard links, one of which may be in the environment.

    False if it cannot be examined.
    """
    if use.how == "cwd" or is_below(use.path, search.root):
        return False
    try:
        return os.stat(use.path).st_nlink > 1
    except OSError:
        return False


def _linked_below(root: str, uses: Iterable[FileUse]) -> Iterator[tuple[Identity, str]]:
    """The files below `root` that are hard links of files in use, by identity.

    Stamps need no stat for each file, but are not unique across disks; so only files with a stamp
    in use are compared by identity.
    """
    others = {use.identity: stamp_at(use.path) for use in uses}
    stamps = set(others.values())
    for folder, found in take_inventory(root).folders.items():
        names = (name for name, stamp in found.items() if stamp in stamps)
        linked = identified(os.path.join(root, folder, it) for it in names)
        yield from (pair for pair in linked if pair[0] in others)


def identified(paths: Iterable[str]) -> Iterator[tuple[Identity, str]]:
    """The identity of each file with its path; files that do not exist are skipped.

    Links are followed. Files that cannot be examined are skipped too.
    """
    for path in paths:
        try:
            found = os.stat(path)
        except OSError:
            continue
        yield (found.st_dev, found.st_ino), path


def _used(
    uses: Sequence[FileUse], search: Search, identities: Mapping[Identity, str]
) -> list[tuple[How, str]]:
    """The files of the search that a process uses: how, and the path in the environment."""
    found = []
    for use in uses:
        if use.identity in identities:
            found.append((use.how, identities[use.identity]))
        elif not search.paths and is_below(use.path, search.root):
            found.append((use.how, use.path))
    return found


def holder(pid: int, used: Sequence[tuple[How, str]]) -> Holder | None:
    """The holder for a process; None if it uses nothing, has ended, or may not be read.

    Args:
        pid: the process.
        used: how it uses each path; the holder gets the first of `_ORDER` among them.
    """
    process = process_info(pid) if used else None
    if process is None:
        return None
    how = min((how for how, _ in used), key=_ORDER.index)
    files = tuple(sorted({path for _, path in used}))
    via = owner_of([ChainedProcess(it.name, it.command) for it in _chain(process)])
    command = shown_command(process.command)
    lever = lever_for(" ".join(process.command))
    return Holder(pid, process.name, command, process.started, how, files, via, lever)


def _chain(process: ProcessInfo) -> list[ProcessInfo]:
    chain = [process]
    while chain[-1].parent and len(chain) < _LONGEST_CHAIN:
        parent = process_info(chain[-1].parent)
        if parent is None:
            break
        chain.append(parent)
    return chain

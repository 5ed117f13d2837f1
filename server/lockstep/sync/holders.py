"""Who holds files of an environment, by the identity of the files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ..host.use import Identity, Use
from ..host.uses import Seen, all_processes
from ..model.holder import Holder, How
from .whose import Link, shown_command, whose

_ORDER: tuple[How, ...] = ("image", "mapped", "open", "cwd")
_LONGEST_CHAIN = 12


class Search(NamedTuple):
    """What is asked about: everything below a real path, or only some paths."""

    root: str
    paths: tuple[str, ...] = ()


def find_holders(search: Search) -> tuple[Holder, ...]:
    """The processes that hold something of it, sorted by pid; ours is never among them."""
    processes = {it.pid: it for it in all_processes()}
    identities = _identities(search, processes.values())
    found = (_holder(it, _used(it, search, identities), processes) for it in processes.values())
    return tuple(sorted(it for it in found if it is not None))


def _identities(search: Search, processes: Iterable[Seen]) -> Mapping[Identity, str]:
    """Files of the search by identity: a program elsewhere may hold another link of one."""
    if search.paths:
        return dict(_identified(search.paths))
    others = {use.identity for it in processes for use in it.uses if _is_linked(use, search)}
    return dict(_linked_below(search.root, others)) if others else {}


def _is_linked(use: Use, search: Search) -> bool:
    """Whether a file elsewhere has a second name, which may be one of ours."""
    if use.how == "cwd" or _is_below(use.path, search.root):
        return False
    try:
        return os.stat(use.path).st_nlink > 1
    except OSError:
        return False


def _linked_below(root: str, others: set[Identity]) -> Iterator[tuple[Identity, str]]:
    inodes = {inode for _, inode in others}
    for folder, folders, _ in os.walk(root):
        folders[:] = [it for it in folders if it != "__pycache__"]
        with os.scandir(folder) as entries:
            paths = [it.path for it in entries if it.inode() in inodes]
        yield from (pair for pair in _identified(paths) if pair[0] in others)


def _identified(paths: Iterable[str]) -> Iterator[tuple[Identity, str]]:
    for path in paths:
        try:
            found = os.stat(path)
        except OSError:
            continue
        yield (found.st_dev, found.st_ino), path


def _used(seen: Seen, search: Search, identities: Mapping[Identity, str]) -> list[tuple[How, str]]:
    """What a process uses of the search: how, and the path as it is named there."""
    found = []
    for use in seen.uses:
        if use.identity in identities:
            found.append((use.how, identities[use.identity]))
        elif not search.paths and _is_below(use.path, search.root):
            found.append((use.how, use.path))
    return found


def _holder(
    seen: Seen, used: Sequence[tuple[How, str]], processes: Mapping[int, Seen]
) -> Holder | None:
    if not used:
        return None
    how = min((how for how, _ in used), key=_ORDER.index)
    files = tuple(sorted({path for _, path in used}))
    via = whose([Link(it.name, it.command) for it in _chain(seen, processes)])
    command = shown_command(seen.command)
    return Holder(seen.pid, seen.name, command, seen.started, how, files, via)


def _chain(seen: Seen, processes: Mapping[int, Seen]) -> list[Seen]:
    chain = [seen]
    while chain[-1].parent in processes and len(chain) < _LONGEST_CHAIN:
        chain.append(processes[chain[-1].parent])
    return chain


def _is_below(path: str, root: str) -> bool:
    return path == root or path.startswith(root + os.sep)

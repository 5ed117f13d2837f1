"""The queries for holders of an environment, and the command that ends one."""

from __future__ import annotations

import os
from collections.abc import Iterable

from ..host.own_host import own_host
from ..host.processes import end_one, is_alive, own_ancestors
from ..model.holder import Ended, Holder
from .hidden import hidden_files
from .search import Search, find_holders, find_listed
from .stale import code_holders_of


def holders_of(environment: str, paths: Iterable[str] = ()) -> tuple[Holder, ...]:
    """The processes that hold files of an environment.

    Args:
        environment: the path of the environment.
        paths: only these files; if empty, all of them.

    Returns them sorted by pid; never Lockstep itself. Processes that may not be read, or that were
    not reached in time (`longest_look`), are left out.

    Raises:
        OSError: as `find_holders`.
    """
    return find_holders(_search(environment, paths))


def all_holders_of(
    environment: str, paths: Iterable[str] = ()
) -> tuple[tuple[Holder, ...], tuple[str, ...]]:
    """As `holders_of`, plus processes that only the system's own list (on Windows) has.

    The parameters are those of `holders_of`.

    Returns the holders, and the paths that are held by no visible process.

    Raises:
        OSError: as `find_holders` and `hidden_files`.
    """
    search = _search(environment, paths)
    found = find_holders(search)
    hidden = hidden_files(own_host(), search.root, search.paths, found)
    listed = find_listed(hidden)
    known = {path for it in listed for path in it.files}
    return (*found, *listed), tuple(it for it in hidden if it not in known)


def _search(environment: str, paths: Iterable[str]) -> Search:
    return Search(os.path.realpath(environment), tuple(os.path.realpath(it) for it in paths))


def end_holder(environment: str, pid: int, started: float) -> Ended:
    """End a process if it holds files of an environment at this moment.

    A process that runs files which are no longer in the environment counts too. The user must have
    confirmed the end of exactly this process. Lockstep and its parents are never ended.

    Args:
        environment: the path of the environment.
        pid: the process.
        started: its start time in epoch seconds, so that no later process with its id is ended.

    Returns a message, with `is_ended` True if the process was ended; else the message says why not.

    Raises:
        OSError: as `holders_of` and `code_holders_of`.
    """
    if pid in own_ancestors():
        return Ended(f"pid {pid} is Lockstep, or what it runs in; end it yourself")
    if not is_alive(pid, started):
        return Ended(f"pid {pid} is not that program any more")
    # Programs that run files which a sync has removed count too: they are to be restarted.
    found = (*holders_of(environment), *code_holders_of(environment).stale)
    holder = next((it for it in found if it.pid == pid), None)
    if holder is None:
        return Ended(f"pid {pid} holds nothing of {environment}")
    name = f"{holder.name} (pid {pid})"
    if not end_one(pid, started):
        return Ended(f"{name} could not be ended: the system does not allow it")
    return Ended(f"Ended {name}", is_ended=True)

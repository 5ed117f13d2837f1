"""Tries what the file systems of an environment and of the state folder can do."""

from __future__ import annotations

import os
from collections.abc import Iterator

from ...aside import abilities
from ...aside.abilities import unknown
from ...aside.aside_folder import new_aside_path
from ...aside.state_folder import StateFolder
from ...errors import said_by_system
from ...host.contract import Host
from ...host.existence import exists
from ...host.places import state_root
from ...model.installed import Environment
from ...transaction.guard import guard_if_free

Facts = dict[str, str]

NO_PROJECT = "there is no project"
_NO_ENVIRONMENT = "there is no environment"


def file_system(host: Host, environment: Environment | None, state: StateFolder | None) -> Facts:
    """What the file systems of an environment and of Lockstep's state can do; see `abilities`.

    Args:
        host: carries out the trials.
        environment: the environment; None if there is no project.
        state: its state folder; None if there is no project.

    Returns the answers by name; each is `unknown` with a reason if it could not be tried.
    """
    facts = _of_environment(host, environment, state)
    root = state_root()
    if os.path.isdir(root):
        facts["locks_of_state_folder"] = abilities.locks(host, root)
        facts["fsync_of_state_folder"] = abilities.fsync(host, root)
    else:
        not_yet = unknown(f"{root} does not exist yet")
        facts |= dict.fromkeys(("locks_of_state_folder", "fsync_of_state_folder"), not_yet)
    return facts


def _of_environment(
    host: Host, environment: Environment | None, state: StateFolder | None
) -> Facts:
    names = ("hard_links", "locks", "fsync", "rename_to_aside_folder")
    if environment is None or state is None:
        return dict.fromkeys(names, unknown(NO_PROJECT))
    if environment.state not in ("sound", "incomplete"):
        return dict.fromkeys(names, unknown(_NO_ENVIRONMENT))
    try:
        if exists(state.journal):
            return dict.fromkeys(names, unknown("a sync was interrupted"))
        # Another transaction would find the probe files in its inventory.
        guard = guard_if_free(host, state) if exists(state.path) else None
        if guard is None and exists(state.path):
            return dict.fromkeys(names, unknown("another process is at work in the environment"))
        try:
            return dict(
                zip(names, _abilities(host, os.path.realpath(environment.path)), strict=True)
            )
        finally:
            if guard is not None:
                guard.release()
    except OSError as mistake:
        return dict.fromkeys(names, unknown(said_by_system(mistake)))


def _abilities(host: Host, environment: str) -> Iterator[str]:
    yield abilities.hard_links(host, environment)
    yield abilities.locks(host, environment)
    yield abilities.fsync(host, environment)
    # The parent of `.lockstep`, which Lockstep has not created yet, or creates again.
    target = os.path.dirname(os.path.dirname(new_aside_path(environment)))
    yield abilities.renames(host, environment, target)

"""Environments with state folders, for the tests of their deletion."""

from __future__ import annotations

from pathlib import Path

from lockstep.aside.state_folder import StateFolder
from lockstep.aside.state_folders import (
    state_folders,
)
from lockstep.host.own_host import own_host
from lockstep.transaction.gone import forget_gone, last_look_path
from lockstep.transaction.guarded import GuardedEnvironment
from tests.environments import make_environment


def used(projects: Path, base: str, name: str = "demo") -> tuple[Path, StateFolder]:
    """An environment and its state folder, after a command on it."""
    environment = projects / name / ".venv"
    make_environment(environment)
    (projects / name / "pyproject.toml").write_text("")
    with GuardedEnvironment(own_host(), str(environment), base) as guarded:
        state, _ = guarded.take()
    return environment, state


def look(base: str) -> list[str]:
    """Look on another day; returns the names of the state folders that are left."""
    Path(last_look_path(base)).unlink(missing_ok=True)
    forget_gone(own_host(), base)
    return [Path(it.path).name for it in state_folders(base)]


def name_of(state: StateFolder) -> str:
    return Path(state.path).name

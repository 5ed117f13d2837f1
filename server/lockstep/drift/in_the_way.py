"""Describes what is in an environment's place that must not be replaced. Pure."""

from __future__ import annotations

from typing import NamedTuple

from ..model.installed import Environment

_USUAL = ".venv"


class InTheWay(NamedTuple):
    """The reason why no installer may run at an environment's path, and what the user can do."""

    message: str
    hint: str


def in_the_way(environment: Environment) -> InTheWay | None:
    """What is in the way of an environment; None if an installer may create or change it there.

    In the way are a file, a folder that is no environment or cannot be read, and an environment in
    a folder that contains more, such as a project.
    """
    path = environment.path
    if environment.holds:
        hint = "use a separate folder for the environment"
        return InTheWay(f"{path} is more than an environment: {environment.holds}", hint)
    if environment.state not in ("file", "foreign"):
        return None
    if environment.is_dead_link:
        hint = "remove the link or create its target, then sync"
        return InTheWay(f"{path} cannot be used: {environment.reason}", hint)
    is_chosen = path.replace("\\", "/").rpartition("/")[2] != _USUAL
    hint = "check what it is and move it elsewhere, then sync"
    if is_chosen:
        # It may be a Python installation, a mount point or a home, which should not be moved.
        hint = "set UV_PROJECT_ENVIRONMENT to another folder"
    return InTheWay(f"{path} is not a Python environment: {environment.reason}", hint)

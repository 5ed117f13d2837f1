"""What stands in the place of an environment and is none, and what to do about it. Pure."""

from __future__ import annotations

from typing import NamedTuple

from ..model.installed import Environment

_USUAL = ".venv"


class InTheWay(NamedTuple):
    """Why no installer may work there, and the way out."""

    message: str
    hint: str


def in_the_way(environment: Environment) -> InTheWay | None:
    """What is in the way of an environment; None where an installer can make or change it."""
    path = environment.path
    if environment.holds:
        hint = "let the environment be a folder of its own"
        return InTheWay(f"{path} is more than an environment: {environment.holds}", hint)
    if environment.state not in ("file", "foreign"):
        return None
    if environment.is_dead_link:
        hint = "remove the link, or make the folder that it leads to, then sync"
        return InTheWay(f"{path} leads to nothing: {environment.reason}", hint)
    is_chosen = path.replace("\\", "/").rpartition("/")[2] != _USUAL
    hint = "look what it is; move it away if it is yours, then sync"
    if is_chosen:
        # An installation of Python, a mount point, a home: it stays where it is.
        hint = "let UV_PROJECT_ENVIRONMENT name another folder"
    return InTheWay(f"{path} is no environment: {environment.reason}", hint)

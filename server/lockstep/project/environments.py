"""Resolves the environment of a command that runs without a check."""

from __future__ import annotations

import os

from ..environment.location import environment_path
from ..environment.state import look_at
from ..errors import Refused
from ..model.installed import Environment


def environment_of(project: str, environment: str) -> str:
    """The absolute path of the named environment, or else of a project's environment.

    It need not exist.

    Args:
        project: a path in the project.
        environment: the path of the named environment; empty for that of the project.

    Raises:
        ProjectNotFound, Unreadable, OSError: as `find_project`; only without `environment`.
    """
    if environment:
        return os.path.abspath(environment)
    # Imported late: not needed if the environment is named.
    from .file_cache import FileCache
    from .workspace import find_project

    root = find_project(os.path.abspath(project), os.environ, FileCache()).root
    return environment_path(root, os.environ)


def environment_at(path: str) -> Environment:
    """The environment at a path, without its packages; it may be incomplete or an empty folder.

    Raises:
        Refused: nothing is there, or something that is not an environment or cannot be read.
    """
    state = look_at(path)
    if state.state == "missing":
        raise Refused("it does not exist", "`lockstep sync` creates the environment of a project")
    if state.state in ("file", "foreign"):
        what = f"it is not a Python environment: {state.reason}"
        raise Refused(what, "check what it is before you move or delete it")
    return state

"""Which environment somebody means, where no check has said it."""

from __future__ import annotations

import os

from ..environment.location import environment_path
from ..environment.state import look_at
from ..errors import Refused
from ..model.installed import Environment


def environment_of(project: str, environment: str) -> str:
    """The environment that was named, else the one of the project of a path.

    Raises:
        LockstepError: there is no project.
    """
    if environment:
        return os.path.abspath(environment)
    # Not needed where the environment is named.
    from .file_cache import FileCache
    from .workspace import find_project

    root = find_project(os.path.abspath(project), os.environ, FileCache()).root
    return environment_path(root, os.environ)


def environment_at(path: str) -> Environment:
    """What stands there, without what is installed.

    Raises:
        Refused: it is no environment.
    """
    state = look_at(path)
    if state.state == "missing":
        raise Refused("it does not exist")
    if state.state in ("file", "foreign"):
        what = f"it is not a Python environment: {state.reason}"
        raise Refused(what, "check what it is before you move or delete it")
    return state

"""Determines the project of the session that a request is about."""

from __future__ import annotations

import os
from collections.abc import Mapping

from ..errors import Busy, Refused
from ..model.project import project_name
from ..project.discovery import root_above
from ..project.file_cache import FileCache
from .step import State


def choose_project(state: State, path: str, root: str) -> str:
    """As `meant_project`, for a command that must not run during a sync of the project.

    Raises:
        Busy: the project is being synced.
        Refused: as `meant_project`.
    """
    chosen = meant_project(state, path, root)
    if chosen in state.syncing:
        raise Busy(f"{project_name(chosen)} is being synced already")
    return chosen


def meant_project(state: State, path: str, root: str) -> str:
    """The root of the project that a request is about, in the spelling of the session.

    Args:
        state: the state of the session.
        path: the path in the request; empty for the only project of the session.
        root: the result of `named_root` for this path.

    Returns the root as in `state.projects`, or `root` itself if the session does not know it.

    Raises:
        Refused: no project contains the path; or without a path, there is no project or several.
    """
    return _known(state, root) if root else _only(state, path)


def named_root(path: str, variables: Mapping[str, str]) -> str:
    """The root of the project that contains a path.

    Empty if there is none, if it cannot be read, or if the path is empty.

    Raises:
        Refused: the path is not absolute.
    """
    if path and not os.path.isabs(path):
        raise Refused(f"{path} is not an absolute path", "name the project by its whole path")
    return root_above(path, variables, FileCache()) if path else ""


def _known(state: State, root: str) -> str:
    """The root in the spelling of the session: on Windows the case of letters may differ."""
    same = (it for it in state.projects if os.path.normcase(it) == os.path.normcase(root))
    return next(same, root)


def _only(state: State, path: str) -> str:
    if path:
        what = f"there is no pyproject.toml in {path} or above"
        raise Refused(what, "name a folder of a project")
    roots = sorted(state.projects)
    if len(roots) == 1:
        return roots[0]
    if roots:
        raise Refused(f"there are several projects: {', '.join(roots)}", "name one of them")
    raise Refused("there is no project here", "open a folder with a pyproject.toml")

"""Which project somebody means, of those that the session knows."""

from __future__ import annotations

import os
from collections.abc import Mapping

from ..errors import Refused
from ..model.project import project_name
from ..project.discovery import root_above
from ..project.file_cache import FileCache
from .step import State


def choose_project(state: State, path: str, root: str) -> str:
    """The project that is meant, for somebody who wants to change it.

    Raises:
        Refused: there is none, there are several, or an installer of ours is at work there.
    """
    chosen = meant_project(state, path, root)
    if chosen in state.syncing:
        raise Refused(f"{project_name(chosen)} is being synced already")
    return chosen


def meant_project(state: State, path: str, root: str) -> str:
    """The root above a path where there is one; without a path the only project there is.

    Raises:
        Refused: there is none, or there are several.
    """
    return _known(state, root) if root else _only(state, path)


def named_root(path: str, variables: Mapping[str, str]) -> str:
    """The root above a path that somebody named; empty where there is none, or none was named.

    Raises:
        Refused: the path is not absolute.
    """
    if path and not os.path.isabs(path):
        raise Refused(f"{path} is not an absolute path")
    return root_above(path, variables, FileCache()) if path else ""


def _known(state: State, root: str) -> str:
    """The root as the session writes it: on Windows it may be in other letters."""
    same = (it for it in state.projects if os.path.normcase(it) == os.path.normcase(root))
    return next(same, root)


def _only(state: State, path: str) -> str:
    if path:
        raise Refused(f"there is no pyproject.toml in {path} or above")
    roots = sorted(state.projects)
    if len(roots) == 1:
        return roots[0]
    raise Refused(f"say which project: {', '.join(roots)}" if roots else "there is no project here")

"""Finds the projects below a folder: the workspaces that have a lockfile or an environment."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from ..environment.location import environment_path
from ..errors import LockstepError
from .file_cache import FileCache
from .workspace import LOCKFILE, MANIFEST, find_project

_PASSED_OVER = frozenset({"node_modules", "__pycache__", "site-packages", "dist", "build"})
_DEEPEST = 6
_MOST_FOLDERS = 20_000


def find_projects(folder: str, variables: Mapping[str, str], files: FileCache) -> tuple[str, ...]:
    """The sorted roots of all projects below a folder, its own project included.

    A project below the folder counts if it has a lockfile or an environment. The search is limited
    to six levels and some 20,000 folders, and skips hidden folders and those of builds.

    Args:
        folder: where to search, an absolute path.
        variables: the environment variables.
        files: the cache of files.
    """
    roots = set()
    for place in _manifest_folders(folder):
        root = root_above(place, variables, files)
        if root and (place == folder or _is_used(root, variables)):
            roots.add(root)
    return tuple(sorted(roots))


def root_above(path: str, variables: Mapping[str, str], files: FileCache) -> str:
    """The root of the workspace that contains a path; empty if there is none or it is unreadable.

    The parameters are those of `find_project`.
    """
    try:
        return find_project(path, variables, files).root
    except (LockstepError, OSError):
        # A folder above that cannot be examined, too.
        return ""


def _is_used(root: str, variables: Mapping[str, str]) -> bool:
    """Whether it has a lockfile or an environment; else it may be a template or test data."""
    lockfile = os.path.join(root, LOCKFILE)
    return os.path.exists(lockfile) or os.path.isdir(environment_path(root, variables))


def _manifest_folders(folder: str) -> Iterator[str]:
    for seen, (place, folders, names) in enumerate(os.walk(folder)):
        depth = place[len(folder) :].count(os.sep)
        # In place, so that os.walk() enters only these.
        folders[:] = [it for it in folders if _may_hold_projects(it)] if depth < _DEEPEST else []
        if MANIFEST in names:
            yield place
        if seen > _MOST_FOLDERS:
            return


def _may_hold_projects(name: str) -> bool:
    return not name.startswith(".") and name not in _PASSED_OVER

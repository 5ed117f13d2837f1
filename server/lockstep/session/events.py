"""Everything that can happen to a session, as a closed union."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from ..model.settings import Settings


class ProjectsFound(NamedTuple):
    """The roots of the workspaces below a folder of the editor, after a look at the disk."""

    folder: str
    roots: tuple[str, ...]


class FolderClosed(NamedTuple):
    """A folder left the editor; its projects are forgotten."""

    folder: str


class TextChanged(NamedTuple):
    """An open file has a text that may not be saved; None when the file was closed."""

    path: str
    text: str | None


class PathChanged(NamedTuple):
    """Something changed on the disk: a manifest, a lockfile, a version file."""

    path: str


class EnvironmentChanged(NamedTuple):
    """An installer was at work in the environment of a project."""

    root: str


class SettingsChanged(NamedTuple):
    """The editor's settings: for all projects, and for those in some of its folders."""

    settings: Settings
    of_folders: Mapping[str, Settings] = MappingProxyType({})


class HoldersSeen(NamedTuple):
    """Other programs than before hold what is of a project, or was."""

    root: str


class LockAnswered(NamedTuple):
    """uv has said whether the lockfile of a project still fits."""

    root: str


class SyncBegan(NamedTuple):
    """An installer of ours is about to work on a project; until it ends, nobody looks there."""

    root: str


class SyncEnded(NamedTuple):
    """The installer of ours has ended; the project is as it left it."""

    root: str


class CheckAsked(NamedTuple):
    """Somebody wants a fresh check of the project of a path; empty for every project."""

    path: str = ""


class CheckEnded(NamedTuple):
    """The check with that number of that project has ended."""

    root: str
    number: int
    files_number: int = 0


Event = (
    ProjectsFound
    | FolderClosed
    | TextChanged
    | PathChanged
    | EnvironmentChanged
    | SettingsChanged
    | HoldersSeen
    | LockAnswered
    | SyncBegan
    | SyncEnded
    | CheckAsked
    | CheckEnded
)

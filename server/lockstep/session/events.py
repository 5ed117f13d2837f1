"""The events of a session, as a closed union. All paths are absolute."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from ..model.settings import Settings


class ProjectsFound(NamedTuple):
    """A search for projects has ended.

    Attributes:
        folder: the workspace folder that was searched; for an opened file the root of its project.
        roots: the roots of all projects that were found there; replace those of an earlier search.
    """

    folder: str
    roots: tuple[str, ...]


class FolderClosed(NamedTuple):
    """A workspace folder was closed; the projects in it are forgotten."""

    folder: str


class TextChanged(NamedTuple):
    """An open file has this text, saved or not; `text` is None if the file was closed."""

    path: str
    text: str | None


class PathChanged(NamedTuple):
    """A file that checks read has changed on the disk: a manifest, lockfile or version file."""

    path: str


class EnvironmentChanged(NamedTuple):
    """The environment of a project, given by its root, has changed on the disk."""

    root: str


class SettingsChanged(NamedTuple):
    """The client's settings have changed.

    Attributes:
        settings: the general ones.
        of_folders: those of workspace folders, by path; they take precedence there.
    """

    settings: Settings
    of_folders: Mapping[str, Settings] = MappingProxyType({})


class HoldersSeen(NamedTuple):
    """The set of processes that run code of a project's environment has changed."""

    root: str


class LockAnswered(NamedTuple):
    """uv has answered whether the lockfile of a project still fits."""

    root: str


class SyncBegan(NamedTuple):
    """A sync of a project begins; until it has ended, nothing of the project is read."""

    root: str


class SyncEnded(NamedTuple):
    """The sync of a project has ended."""

    root: str


class CheckAsked(NamedTuple):
    """A check was requested: of the projects that contain `path`, or of all if it is empty."""

    path: str = ""


class CheckEnded(NamedTuple):
    """A check of a project has ended, with or without an error; the fields are those of `Job`."""

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

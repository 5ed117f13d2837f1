"""Computes the next state of a session from an event. Pure: the loop runs the due checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from typing_extensions import assert_never

from ..model.paths import is_below
from ..model.settings import Settings
from .events import (
    CheckAsked,
    CheckEnded,
    EnvironmentChanged,
    Event,
    FolderClosed,
    HoldersSeen,
    LockAnswered,
    PathChanged,
    ProjectsFound,
    SettingsChanged,
    SyncBegan,
    SyncEnded,
    TextChanged,
)

_NAMES = ("pyproject.toml", "uv.lock", "uv.toml", ".python-version", ".python-versions")


class Progress(NamedTuple):
    """The checks of a project. A check is due as long as `done` is less than `wanted`.

    Checks that also search for missing files have separate numbers: they take longer, and an edit
    of a text does not request one.

    Attributes:
        folder: the workspace folder in which the project was found.
        wanted: the number of the last requested check.
        done: the number of the last check that has ended.
        files_wanted: as `wanted`, for checks that search for missing files.
        files_done: as `done`, for these.
    """

    folder: str
    wanted: int = 1
    done: int = 0
    files_wanted: int = 1
    files_done: int = 0


class State(NamedTuple):
    """The state of a session. Mappings are replaced as a whole, never changed.

    Attributes:
        projects: the checks of each project, by its root.
        texts: the texts of open files by absolute path, saved or not.
        settings: the settings outside of `settings_of_folders`; None before they are known.
        settings_of_folders: the settings of workspace folders, by path; they take precedence there.
        syncing: the roots of projects that are being synced; these are not checked.
    """

    projects: Mapping[str, Progress] = MappingProxyType({})
    texts: Mapping[str, str] = MappingProxyType({})
    settings: Settings | None = None
    settings_of_folders: Mapping[str, Settings] = MappingProxyType({})
    syncing: frozenset[str] = frozenset()


class Job(NamedTuple):
    """A check to run now.

    Attributes:
        root: the root of the project.
        number: the number of the check (`Progress.wanted`).
        files_number: its number as a check that also searches for missing files
            (`Progress.files_wanted`); 0 if it is none.
    """

    root: str
    number: int
    files_number: int = 0


def step(state: State, event: Event) -> State:
    """The state after an event: a change requests a check of every project that contains its path.

    Changes of files request none if the settings say so (`Settings.follows_changes`).
    """
    match event:
        case ProjectsFound(folder, roots):
            return _found(state, folder, roots)
        case FolderClosed(folder):
            return _closed(state, folder)
        case TextChanged(path, text):
            return _changed(_with_text(state, path, text), path)
        case PathChanged(path):
            return _changed(state, path)
        case EnvironmentChanged(path):
            return _changed(state, path, files=1)
        case CheckAsked(path):
            return _wanted(state, path, files=1)
        case SettingsChanged(settings, of_folders):
            told = state._replace(settings=settings, settings_of_folders=of_folders)
            return _wanted(told, "")
        case HoldersSeen(root) | LockAnswered(root):
            return _wanted(state, root)
        case SyncBegan(root):
            return state._replace(syncing=state.syncing | {root})
        case SyncEnded(root):
            return _wanted(state._replace(syncing=state.syncing - {root}), root, files=1)
        case CheckEnded():
            return _ended(state, event)
        case _:
            assert_never(event)


def next_job(state: State, *, idle: bool = False) -> Job | None:
    """The check to run next; None if none is due.

    Projects that are being synced are not checked. A search for missing files is due only if
    `idle`, and after all other checks.
    """
    free = [it for it in state.projects.items() if it[0] not in state.syncing]
    for root, progress in free:
        if progress.done < progress.wanted:
            return Job(root, progress.wanted)
    for root, progress in free if idle else ():
        if progress.files_done < progress.files_wanted:
            return Job(root, progress.wanted, progress.files_wanted)
    return None


def next_number(state: State, root: str) -> int:
    """The number that the next requested check of a project will have; 0 for an unknown project."""
    progress = state.projects.get(root)
    return progress.wanted + 1 if progress else 0


def settings_for(state: State, path: str) -> Settings | None:
    """The settings for a path: those of its workspace folder, else the general ones.

    None if these are not known yet.
    """
    folder = deepest_root(state.settings_of_folders, path)
    return state.settings_of_folders[folder] if folder else state.settings


def deepest_root(roots: Iterable[str], path: str) -> str:
    """The deepest root that equals a path or contains it; empty if there is none."""
    return max((root for root in roots if is_below(path, root)), key=len, default="")


def is_interesting(path: str) -> bool:
    """Whether a path has the name of a file that checks read, such as `uv.lock`."""
    return path.replace("\\", "/").rpartition("/")[2] in _NAMES


def _found(state: State, folder: str, roots: tuple[str, ...]) -> State:
    # Projects of the folder that were not found again are gone.
    known = {root: it for root, it in state.projects.items() if it.folder != folder}
    new = {root: state.projects.get(root, Progress(folder)) for root in roots}
    return state._replace(projects={**known, **new})


def _closed(state: State, folder: str) -> State:
    kept = {root: it for root, it in state.projects.items() if not is_below(it.folder, folder)}
    return state._replace(projects=kept)


def _with_text(state: State, path: str, text: str | None) -> State:
    texts = {known: it for known, it in state.texts.items() if known != path}
    return state._replace(texts=texts if text is None else {**texts, path: text})


def _changed(state: State, path: str, files: int = 0) -> State:
    """Request a check after a change, unless the settings turn that off."""
    settings = settings_for(state, path)
    is_followed = settings is None or settings.follows_changes
    return _wanted(state, path, files) if is_followed else state


def _wanted(state: State, path: str, files: int = 0) -> State:
    """Request one more check of every project that contains a path; of all for an empty path.

    If projects are nested, all of them are checked: the manifest of a member is read for the root
    above it too.

    Args:
        state: the state before.
        path: the path that has changed, or empty.
        files: 1 to request a search for missing files too.
    """
    projects = {
        root: it._replace(wanted=it.wanted + 1, files_wanted=it.files_wanted + files)
        if not path or is_below(path, root)
        else it
        for root, it in state.projects.items()
    }
    return state._replace(projects=projects)


def _ended(state: State, event: CheckEnded) -> State:
    progress = state.projects.get(event.root)
    if progress is None:
        return state
    updated = progress._replace(
        done=max(progress.done, event.number),
        files_done=max(progress.files_done, event.files_number),
    )
    return state._replace(projects={**state.projects, event.root: updated})

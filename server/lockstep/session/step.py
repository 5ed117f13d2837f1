"""From a state and an event to the next state. Pure: the loop carries out what the state wants."""

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
    """The numbers of a project's checks: of the last one that was wanted, and of the last done.

    `files_wanted` and `files_done` count checks that also search for missing files; these take
    longer, and an edit of a text does not ask for one. `folder` is the workspace folder in which
    the project was found.
    """

    folder: str
    wanted: int = 1
    done: int = 0
    files_wanted: int = 1
    files_done: int = 0


class State(NamedTuple):
    """The state of a session. Mappings are replaced as a whole, never changed.

    `projects` are by root. `texts` are the open files by path, also unsaved ones.
    `settings_of_folders` are by workspace folder, `settings` hold elsewhere. `syncing` are the
    roots of projects that are being synced, in which nothing is checked.
    """

    projects: Mapping[str, Progress] = MappingProxyType({})
    texts: Mapping[str, str] = MappingProxyType({})
    settings: Settings | None = None
    settings_of_folders: Mapping[str, Settings] = MappingProxyType({})
    syncing: frozenset[str] = frozenset()


class Job(NamedTuple):
    """A check to run now; with a `files_number` also missing files are searched for."""

    root: str
    number: int
    files_number: int = 0


def step(state: State, event: Event) -> State:
    """The state after an event."""
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
    """The check that is due, if any; one for missing files only while the loop is `idle`."""
    free = [it for it in state.projects.items() if it[0] not in state.syncing]
    for root, progress in free:
        if progress.done < progress.wanted:
            return Job(root, progress.wanted)
    for root, progress in free if idle else ():
        if progress.files_done < progress.files_wanted:
            return Job(root, progress.wanted, progress.files_wanted)
    return None


def next_number(state: State, root: str) -> int:
    """The number that the next requested check of a project will get; 0 if it is unknown."""
    progress = state.projects.get(root)
    return progress.wanted + 1 if progress else 0


def settings_for(state: State, path: str) -> Settings | None:
    """The settings for a path: those of its workspace folder, else the general ones."""
    folder = deepest_root(state.settings_of_folders, path)
    return state.settings_of_folders[folder] if folder else state.settings


def deepest_root(roots: Iterable[str], path: str) -> str:
    """The deepest of the roots that is a path or contains it; empty if there is none."""
    return max((root for root in roots if is_below(path, root)), key=len, default="")


def is_interesting(path: str) -> bool:
    """Whether a check reads files with the name of this path."""
    return path.replace("\\", "/").rpartition("/")[2] in _NAMES


def _found(state: State, folder: str, roots: tuple[str, ...]) -> State:
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

    These are the nested ones and those around: a member's manifest belongs to the root above it.
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

"""Steps that an edit consists of, for states that take more than one change of a text."""

from __future__ import annotations

from collections.abc import Callable

from ..projects import Project, Recipe
from .edit import MANIFEST, Edit

Step = Callable[[Project], None]


def stale(recipe: Recipe, why: str, *steps: Step) -> Edit:
    """Steps after which uv does not accept the lockfile."""
    return Edit(recipe, why, _in_turn(steps), stale=True)


def fresh(recipe: Recipe, why: str, *steps: Step) -> Edit:
    """Steps after which uv accepts the lockfile."""
    return Edit(recipe, why, _in_turn(steps), stale=False)


def _in_turn(steps: tuple[Step, ...]) -> Step:
    def happen(project: Project) -> None:
        for step in steps:
            step(project)

    return happen


def lock(project: Project) -> None:
    """Let uv write the lockfile for the state so far."""
    project.uv("lock")


def add(text: str, path: str = MANIFEST) -> Step:
    """A text at the end of a file."""
    return lambda project: project.write(path, f"{project.read(path)}\n{text}\n")


def swap(old: str, new: str, path: str = MANIFEST) -> Step:
    """One text for another."""
    return lambda project: project.replace(old, new, path)


def write(path: str, text: str) -> Step:
    """A file beside the others, also above the project: each project has its own folder there."""
    return lambda project: project.write(path, text)


def variable(name: str, value: str) -> Step:
    """A variable of the shell, for uv and for Lockstep."""
    return lambda project: project.variables.update({name: value})


def user(text: str) -> Step:
    """The user's `uv.toml`."""

    def happen(project: Project) -> None:
        project.write("../config/uv/uv.toml", text)
        project.variables["XDG_CONFIG_HOME"] = str(project.folder.parent / "config")

    return happen


def system(text: str) -> Step:
    """The system's `uv.toml`."""

    def happen(project: Project) -> None:
        project.write("../system/uv/uv.toml", text)
        project.variables["XDG_CONFIG_DIRS"] = str(project.folder.parent / "system")

    return happen

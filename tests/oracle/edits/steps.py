"""The steps of an edit, for states that need more than one change."""

from __future__ import annotations

from collections.abc import Callable

from ..projects import Project, Recipe
from .edit import MANIFEST, Edit

Step = Callable[[Project], None]


def stale(recipe: Recipe, why: str, *steps: Step) -> Edit:
    """An edit after which uv does not accept the lockfile."""
    return Edit(recipe, why, _in_turn(steps), stale=True)


def fresh(recipe: Recipe, why: str, *steps: Step) -> Edit:
    """An edit after which uv accepts the lockfile."""
    return Edit(recipe, why, _in_turn(steps), stale=False)


def _in_turn(steps: tuple[Step, ...]) -> Step:
    def apply(project: Project) -> None:
        for step in steps:
            step(project)

    return apply


def lock(project: Project) -> None:
    """Lock the current state with uv."""
    project.uv("lock")


def add(text: str, path: str = MANIFEST) -> Step:
    """Append a text to a file."""
    return lambda project: project.write(path, f"{project.read(path)}\n{text}\n")


def swap(old: str, new: str, path: str = MANIFEST) -> Step:
    """Replace a text."""
    return lambda project: project.replace(old, new, path)


def write(path: str, text: str) -> Step:
    """Write a file, also above the project: each project has its own parent folder."""
    return lambda project: project.write(path, text)


def variable(name: str, value: str) -> Step:
    """Set a variable for uv and for Lockstep."""
    return lambda project: project.variables.update({name: value})


def user(text: str) -> Step:
    """Write the user's `uv.toml`."""

    def apply(project: Project) -> None:
        project.write("../config/uv/uv.toml", text)
        project.variables["XDG_CONFIG_HOME"] = str(project.folder.parent / "config")

    return apply


def system(text: str) -> Step:
    """Write the system's `uv.toml`."""

    def apply(project: Project) -> None:
        project.write("../system/uv/uv.toml", text)
        project.variables["XDG_CONFIG_DIRS"] = str(project.folder.parent / "system")

    return apply

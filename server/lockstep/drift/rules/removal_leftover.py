"""There are `~name` folders, to which pip renamed packages that it could not remove."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.finding import Finding
from ..anchor import project_place
from ..view import View

CODE = "removal-leftover"


def find(view: View) -> Iterator[Finding]:
    """Yield one finding for all such folders, at `[project]`; nothing if there are none."""
    leftovers = view.environment.leftovers
    if leftovers:
        noun = "folder" if len(leftovers) == 1 else "folders"
        names = ", ".join(_inside(it, view.environment.path) for it in leftovers)
        message = f"{len(leftovers)} {noun} left by an interrupted removal: {names}"
        yield Finding(CODE, message, project_place(view))


def _inside(path: str, environment: str) -> str:
    """A path relative to the environment."""
    return path.removeprefix(environment).lstrip("/\\")

"""There is no environment where the installer would put it."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.finding import Finding
from ...model.installed import Environment
from ..anchor import project_place
from ..view import View

CODE = "environment-missing"


def find(view: View) -> Iterator[Finding]:
    """Yield one finding, at `[project]`, if there is nothing or an empty folder at the path.

    Nothing for a project that another tool manages.
    """
    environment = view.environment
    # A project of another tool is not synced by uv, so that no environment is expected here.
    if environment.state in ("missing", "empty") and view.project.other_tool is None:
        yield Finding(CODE, _message(environment, view.project.root), project_place(view))


def _message(environment: Environment, root: str) -> str:
    place = environment.path.removeprefix(f"{root}/").removeprefix(f"{root}\\")
    because = "" if environment.reason == "it does not exist" else f": {environment.reason}"
    return f"there is no environment at {place}{because}"

"""The scripts of the environment name another folder: its project was renamed or copied."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.finding import Finding
from ..anchor import project_place
from ..view import View

CODE = "environment-moved"


def find(view: View) -> Iterator[Finding]:
    """One, at `[project]`, where the environment would otherwise be kept."""
    environment = view.environment
    if environment.moved_from and view.action == "check":
        message = f"the environment was made in {environment.moved_from}; its scripts name that"
        yield Finding(CODE, message, project_place(view), hint="recreate it: `lockstep recreate`")

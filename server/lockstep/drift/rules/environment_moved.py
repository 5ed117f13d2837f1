"""The scripts of the environment name another folder: its project was renamed or copied."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.finding import Finding
from ..anchor import project_place
from ..view import View

CODE = "environment-moved"


def find(view: View) -> Iterator[Finding]:
    """Yield one finding, at `[project]`, if the environment was moved, and a sync would keep it."""
    environment = view.environment
    if environment.moved_from and view.action == "check":
        where = environment.moved_from
        message = f"the environment was created in {where}, and its scripts still refer to it"
        yield Finding(CODE, message, project_place(view), hint="recreate it: `lockstep recreate`")

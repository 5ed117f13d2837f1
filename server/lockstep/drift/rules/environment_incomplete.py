"""A partial environment, as an interrupted removal leaves it (uv#13986)."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.finding import Finding
from ..anchor import project_place
from ..view import View

CODE = "environment-incomplete"


def find(view: View) -> Iterator[Finding]:
    """Yield one finding, at `[project]`, if the environment is incomplete, with what is wrong."""
    environment = view.environment
    if environment.state == "incomplete":
        message = f"the environment {environment.path} is incomplete: {environment.reason}"
        yield Finding(CODE, message, project_place(view))

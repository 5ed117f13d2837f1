"""There is no environment where the installer would put it."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.finding import Finding
from ..anchor import project_place
from ..view import View

CODE = "environment-missing"


def find(view: View) -> Iterator[Finding]:
    """One, at `[project]`; an empty folder is as good as none."""
    environment = view.environment
    if environment.state in ("missing", "empty"):
        message = f"no environment at {environment.path}: {environment.reason}"
        yield Finding(CODE, message, project_place(view))

"""Where the environment should be is a file, or a folder that may be somebody's data."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.finding import Finding
from ..anchor import project_place
from ..view import View

CODE = "environment-foreign"


def find(view: View) -> Iterator[Finding]:
    """One, at `[project]`; nothing of it is ever removed without a confirmation."""
    environment = view.environment
    if environment.state in ("file", "foreign"):
        message = f"{environment.path} is no environment: {environment.reason}"
        hint = "look what it is; move it away if it is yours, then sync"
        yield Finding(CODE, message, project_place(view), hint=hint)

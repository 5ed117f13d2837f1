"""`~name` folders that pip set aside and could not remove."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.finding import Finding
from ..anchor import project_place
from ..view import View

CODE = "removal-leftover"


def find(view: View) -> Iterator[Finding]:
    """One for all of them, at `[project]`."""
    leftovers = view.environment.leftovers
    if leftovers:
        noun = "folder" if len(leftovers) == 1 else "folders"
        message = f"{len(leftovers)} {noun} left by an interrupted removal: {', '.join(leftovers)}"
        yield Finding(CODE, message, project_place(view))

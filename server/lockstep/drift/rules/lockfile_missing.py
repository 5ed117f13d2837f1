"""A manifest without a lockfile."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.finding import Finding
from ..anchor import project_place
from ..view import View

CODE = "lockfile-missing"


def find(view: View) -> Iterator[Finding]:
    """Yield one finding, at `[project]`, if there is no lockfile.

    Nothing for a project that another tool manages.
    """
    # In a project of another tool, `uv lock` would be the wrong advice.
    if view.lockfile_state == "missing" and view.project.other_tool is None:
        message = "there is no lockfile, so the expected packages are unknown"
        yield Finding(CODE, message, project_place(view), hint="`lockstep sync --lock` creates one")

"""The lockfile is not TOML, has an unknown version, or contains merge-conflict markers."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.finding import Finding, Place
from ..view import View

CODE = "lockfile-unreadable"


def find(view: View) -> Iterator[Finding]:
    """Yield one finding for each problem of the lockfile, at its place in the lockfile."""
    for problem in view.lockfile_problems:
        place = Place(view.project.lockfile_path, view.lockfile_lines.range(problem.span))
        yield Finding(CODE, problem.message, place, hint=problem.hint)

"""A manifest is not TOML, or has invalid values."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.finding import Finding, Place
from ..view import View

CODE = "manifest-unreadable"


def find(view: View) -> Iterator[Finding]:
    """One for each problem of each manifest."""
    for member in view.project.members:
        for problem in member.problems:
            place = Place(member.manifest_path, member.manifest.lines.range(problem.span))
            yield Finding(CODE, problem.message, place, hint=problem.hint)

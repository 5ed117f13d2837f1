"""A manifest is not TOML, or has invalid values."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.finding import Finding, Place
from ..view import View

CODE = "manifest-unreadable"


def find(view: View) -> Iterator[Finding]:
    """Yield one finding for each problem of each member's manifest, at its place there."""
    for member in view.project.members:
        for problem in member.problems:
            place = Place(member.manifest_path, member.manifest.lines.range(problem.span))
            yield Finding(CODE, problem.message, place, hint=problem.hint)

"""The environment's Python does not fit the manifest, the version file or the lockfile."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.finding import Finding, Place
from ...model.text import Lines, Range
from ..anchor import key_place
from ..view import View

CODE = "python-mismatch"


def find(view: View) -> Iterator[Finding]:
    """Yield one finding for each reason, at the entry or version file that requires another Python.

    There are no reasons unless the environment is sound (`View.misfits`).
    """
    for misfit in view.misfits:
        place = key_place(view, misfit.member, misfit.key)
        if misfit.path:
            place = Place(misfit.path, _first_line(view.project.python_request))
        yield Finding(CODE, misfit.message, place, installed=view.environment.version)


def _first_line(text: str) -> Range:
    """The first line of a version file that is neither empty nor a comment."""
    lines = Lines(text)
    found = (at for at, it in enumerate(text.splitlines()) if it.strip()[:1] not in ("", "#"))
    return lines.range(lines.line_span(next(found, 0)))

"""The environment's Python does not fit the manifest, the version file or the lockfile."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.finding import Finding, Place
from ..anchor import key_place
from ..view import View

CODE = "python-mismatch"


def find(view: View) -> Iterator[Finding]:
    """One for each reason, at the entry that asks for another Python."""
    for misfit in view.misfits:
        place = Place(misfit.path) if misfit.path else key_place(view, misfit.member, misfit.key)
        yield Finding(CODE, misfit.message, place, installed=view.environment.version)

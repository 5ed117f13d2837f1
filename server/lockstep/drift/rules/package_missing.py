"""A package is pinned for this environment and selection, but not installed."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.finding import Finding
from ..anchor import package_place, pin_related, via
from ..view import View

CODE = "package-missing"


def find(view: View) -> Iterator[Finding]:
    """Yield one finding for each missing package, at the direct dependency that leads to it."""
    for pin in view.comparison.missing:
        yield Finding(
            CODE,
            f"{pin.label} is not installed{via(view, pin.name)}",
            package_place(view, pin.name),
            package=pin.name,
            expected=pin.version,
            related=(pin_related(view, pin),),
        )

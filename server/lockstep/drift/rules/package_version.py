"""A package is installed in a version other than the pinned one."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.finding import Finding
from ..anchor import package_place, pin_related, via
from ..view import View

CODE = "package-version"


def find(view: View) -> Iterator[Finding]:
    """Yield one finding for each package of another version, at the dependency that leads to it."""
    for pin, installed, why in view.comparison.differing:
        if why.kind == "version":
            yield Finding(
                CODE,
                f"{pin.name} {installed.version} is installed, but {pin.version} is pinned"
                f"{via(view, pin.name)}",
                package_place(view, pin.name),
                package=pin.name,
                installed=installed.version,
                expected=pin.version,
                related=(pin_related(view, pin),),
            )

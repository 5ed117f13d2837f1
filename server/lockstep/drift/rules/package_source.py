"""A package has the pinned version, but is from another source, or its source has changed."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.finding import Finding
from ...model.installed import Distribution
from ..anchor import package_place, pin_related, via
from ..satisfied import Difference
from ..view import View

CODE = "package-source"


def find(view: View) -> Iterator[Finding]:
    """Yield one finding for each package that differs from its pin in anything but the version.

    That is its source, the state of a local source, or the platform of its wheel. The place is the
    direct dependency that leads to the package.
    """
    for pin, installed, why in view.comparison.differing:
        if why.kind != "version":
            yield Finding(
                CODE,
                f"{_words(installed, why)}{via(view, pin.name)}",
                package_place(view, pin.name),
                package=pin.name,
                installed=installed.version,
                expected=pin.version or installed.version,
                related=(pin_related(view, pin),),
            )


def _words(installed: Distribution, why: Difference) -> str:
    if why.kind == "changed":
        return (
            f"{installed.label} is out of date: {why.expected} has changed since it was installed"
        )
    if why.kind == "platform":
        return f"{installed.label} was built for {why.installed}, which does not fit {why.expected}"
    return f"{installed.label} is installed from {why.installed}, but pinned from {why.expected}"

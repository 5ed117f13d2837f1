"""A package has two metadata folders, so that every sync reinstalls it (uv#19412)."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.finding import Finding
from ..anchor import package_place
from ..view import View

CODE = "package-duplicate"


def find(view: View) -> Iterator[Finding]:
    """Yield one finding for each package with several metadata folders; it names all versions.

    Nothing if a sync would not keep the environment: then packages are not compared.
    """
    for copies in view.comparison.duplicates:
        name = copies[0].name
        versions = " and ".join(it.version for it in copies)
        yield Finding(
            CODE,
            f"{name} is installed {len(copies)} times: {versions}",
            package_place(view, name),
            package=name,
            installed=copies[0].version,
            expected=_pinned(view, name),
        )


def _pinned(view: View, name: str) -> str:
    pin = view.expected.pins.get(name) if view.expected else None
    return pin.version if pin else ""

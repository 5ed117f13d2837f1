"""Two packages install one file with different contents, so that one of them is incomplete."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ...model.finding import Finding
from ...model.installed import Clobbered, Distribution
from ..anchor import package_place
from ..view import View

CODE = "package-clobbered"

_HINT = "depend on only one of them: reinstalling one overwrites the files of the other"


def find(view: View) -> Iterator[Finding]:
    """Yield one finding for each pair of packages that share files, at the place of the first one.

    There are none unless missing files were searched for (`Environment.clobbered`).
    """
    for (first, second), files in groupby(view.environment.clobbered, _packages):
        path, *others = [it.path for it in files]
        more = f" and {len(others)} more" if others else ""
        yield Finding(
            CODE,
            f"{first.label} and {second.label} both install {path}{more}, with different contents",
            package_place(view, first.name),
            package=first.name,
            installed=first.version,
            hint=_HINT,
        )


def _packages(clobbered: Clobbered) -> tuple[Distribution, Distribution]:
    return clobbered.first, clobbered.second

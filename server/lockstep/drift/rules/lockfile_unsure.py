"""Only uv can say whether the lockfile still fits."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.finding import Finding
from ..anchor import key_place
from ..view import View

CODE = "lockfile-unsure"


def find(view: View) -> Iterator[Finding]:
    """Yield one finding for each entry in doubt, at its place in the manifest.

    Nothing if the lockfile is certainly stale, or was not compared.
    """
    if view.freshness.state == "unsure":
        for it in view.freshness.unsure:
            yield Finding(CODE, it.message, key_place(view, it.member, it.key))

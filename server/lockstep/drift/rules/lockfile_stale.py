"""The lockfile no longer fits the manifest."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.finding import Finding
from ..anchor import key_place
from ..view import View

CODE = "lockfile-stale"


def find(view: View) -> Iterator[Finding]:
    """Yield one finding for each difference that is certain, at the entry of the manifest."""
    for stale in view.freshness.stale:
        yield Finding(CODE, stale.message, key_place(view, stale.member, stale.key))

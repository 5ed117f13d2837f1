"""In what a lockfile no longer fits the manifest."""

from __future__ import annotations

from typing import NamedTuple

from .manifest import Key


class Stale(NamedTuple):
    """One difference, and the entry of which member's manifest it is about."""

    message: str
    member: str = ""
    key: Key = ()

"""A drift: what it is called in a test's id, and what it does to a project."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..projects import Project


@dataclass(frozen=True)
class Drift:
    name: str
    happen: Callable[[Project], None]
    codes: frozenset[str] = frozenset()
    """The findings that uv has no word for, and that Lockstep must report all the same."""


def drift(name: str, *codes: str) -> Callable[[Callable[[Project], None]], Drift]:
    """Makes a drift of a function; `codes` are what uv cannot see of it."""
    return lambda happen: Drift(name, happen, frozenset(codes))

"""A drift: its name in a test id, and the change that it makes to a project."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..projects import Project


@dataclass(frozen=True)
class Drift:
    name: str
    apply: Callable[[Project], None]
    codes: frozenset[str] = frozenset()
    """The findings that uv does not report but Lockstep must."""


def drift(name: str, *codes: str) -> Callable[[Callable[[Project], None]], Drift]:
    """Make a drift of a function; `codes` are the findings that uv does not report."""
    return lambda apply: Drift(name, apply, frozenset(codes))

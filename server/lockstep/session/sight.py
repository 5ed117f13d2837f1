"""What a transaction needs to know of an environment, out of a fresh check."""

from __future__ import annotations

import os
from collections.abc import Iterator

from ..aside.journal import Kind
from ..drift.view import View
from ..environment.recorded import recorded_files
from ..model.installed import Distribution
from ..model.plan import Step
from ..sync.transaction import Sight
from .to_do import damaged, is_nothing_to_do


def sight_of(view: View, repair: Step | None = None) -> Sight:
    """What becomes of the environment, and which files of it go."""
    kind = _kind(view)
    root = os.path.realpath(view.environment.path)
    going = tuple(sorted(set(_going(view, root)))) if kind == "packages" else ()
    is_done = is_nothing_to_do(view) and view.environment.state == "sound"
    return Sight(kind, going, is_done, _reason(view), repair)


def _kind(view: View) -> Kind:
    state = view.environment.state
    if state == "missing":
        return "new"
    return "whole" if state != "sound" or view.action != "check" else "packages"


def _going(view: View, root: str) -> Iterator[str]:
    for distribution in _changing(view):
        yield from recorded_files(distribution, root)


def _changing(view: View) -> Iterator[Distribution]:
    names = {it.name for it in view.changes if it.installed} | set(damaged(view))
    installed = view.environment.by_name()
    for name in sorted(names):
        yield from installed.get(name, [])


def _reason(view: View) -> str:
    """Why it is not done, by the first thing that is left."""
    broken = damaged(view)
    if broken:
        return f"{broken[0]} is damaged"
    if view.changes:
        return f"{view.changes[0].name} is not as it is pinned"
    return "the environment is not as the lockfile wants it"

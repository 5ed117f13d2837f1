"""What a command has changed in an environment."""

from __future__ import annotations

from collections.abc import Set

from ..model.finding import Change
from ..model.installed import Environment


def changed(
    before: Environment, after: Environment, again: Set[str] = frozenset()
) -> tuple[Change, ...]:
    """The packages that differ between two looks at an environment, and those of `again`."""
    old, new = before.by_name(), after.by_name()
    changes = []
    for name in sorted(old.keys() | new.keys()):
        was, is_ = old.get(name, []), new.get(name, [])
        if was != is_ or (name in again and is_):
            versions = [it[0].version if it else "" for it in (was, is_)]
            changes.append(Change(name, *versions))
    return tuple(changes)

"""What a command has changed in an environment."""

from __future__ import annotations

from collections.abc import Set

from ..model.finding import Change
from ..model.installed import Environment


def changed(
    before: Environment, after: Environment, again: Set[str] = frozenset()
) -> tuple[Change, ...]:
    """The packages that differ between two scans of an environment, and those of `again`, by name.

    Any difference of their metadata or missing files counts. If a package is installed twice, the
    first version is named; it is empty if the package is not installed.

    Args:
        before: the environment before.
        after: the environment after.
        again: the names of packages that were reinstalled, and count even if they are the same.
    """
    old, new = before.by_name(), after.by_name()
    changes = []
    for name in sorted(old.keys() | new.keys()):
        was, is_ = old.get(name, []), new.get(name, [])
        if was != is_ or (name in again and is_):
            versions = [it[0].version if it else "" for it in (was, is_)]
            changes.append(Change(name, *versions))
    return tuple(changes)

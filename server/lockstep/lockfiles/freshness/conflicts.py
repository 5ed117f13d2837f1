"""Compares the declared conflicts of extras, groups and members with the recorded ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ...model.manifest import Manifest, normalize
from ...model.pins import ConflictItem, Lockfile, Stale
from ...model.project import Project

_KEY = ("tool", "uv", "conflicts")

Conflict = frozenset[ConflictItem]


def stale_conflicts(lockfile: Lockfile, project: Project) -> Iterator[Stale]:
    """One difference if `tool.uv.conflicts` of all members differ from the lockfile, else nothing.

    uv adds a copy of a conflict for each group of the root that includes one of its groups
    (`uv-pypi-types/src/conflicts.rs`, `expand_transitive_group_includes`), and compares the lists
    in their order. The places of its copies are not known here, so that the order is compared only
    if nothing was added and there is a single member; else the sets of conflicts are.
    """
    declared = [it for member in project.members for it in _declared(member.name, member.manifest)]
    recorded = [frozenset(conflict) for conflict in lockfile.conflicts]
    said = set(declared)
    root = project.root_member
    if root.name:
        said = _expanded(said, root.name, root.manifest)
    is_plain = said == set(declared) and len(project.members) == 1
    if said != set(recorded) or (is_plain and declared != recorded):
        yield Stale("`conflicts` differ from the lockfile's", root.name, _KEY)


def _declared(name: str, manifest: Manifest) -> Iterator[Conflict]:
    found = manifest.at(*_KEY)
    for items in found if isinstance(found, list) else ():
        if isinstance(items, list):
            yield frozenset(_item(table, name) for table in items if isinstance(table, dict))


def _item(table: Mapping[str, Any], name: str) -> ConflictItem:
    package, extra, group = (str(table.get(it, "")) for it in ("package", "extra", "group"))
    return ConflictItem(normalize(package) or name, normalize(extra), normalize(group))


def _expanded(declared: Iterable[Conflict], package: str, manifest: Manifest) -> set[Conflict]:
    """The conflicts, plus those with a group replaced by each group that includes it.

    uv does so only for the groups of the workspace's root
    (`uv-pypi-types/src/conflicts.rs`, `expand_transitive_group_includes`).
    """
    includers: dict[str, set[str]] = {}
    for include in manifest.includes:
        includers.setdefault(include.includes, set()).add(include.group)
    found = set(declared)
    for item in {it for conflict in found for it in conflict if it.group}:
        for group in _above(item.group, includers):
            other = ConflictItem(package, group=group)
            found |= {(it - {item}) | {other} for it in found if item in it}
    return found


def _above(group: str, includers: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [group]
    while waiting:
        new = includers.get(waiting.pop(), set()) - found
        found |= new
        waiting.extend(new)
    return found

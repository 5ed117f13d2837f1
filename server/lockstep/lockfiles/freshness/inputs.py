"""What `[tool.uv]` adds to the resolution: constraints, overrides, exclusions, metadata."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from packaging.requirements import InvalidRequirement, Requirement

from ...model.manifest import Key, Section, normalize
from ...model.pins import Lockfile, Stale
from ...model.project import Project
from .groups import group_entries
from .lowering import Lowering
from .requirements import Entry, differences, recorded

_UV = ("tool", "uv")
_PLAIN = Section("dependencies")
_LISTS = (
    ("constraint-dependencies", "constraints"),
    ("override-dependencies", "overrides"),
    ("build-constraint-dependencies", "build-constraints"),
)


def stale_inputs(lockfile: Lockfile, project: Project) -> Iterator[Stale]:
    """Differences in the root's `[tool.uv]`, and in the groups of a root without project."""
    pinned = {pin.name for pin in lockfile.pins}
    for key, recorded_key in _LISTS:
        known = _without_nothing(
            recorded(lockfile.manifest.get(recorded_key), project.root), recorded_key
        )
        said = _without_nothing(_entries(project, key), recorded_key)
        if recorded_key != "build-constraints":
            # A setting for a package that was not looked at counts from the next resolution.
            relevant = pinned | {it.name for it in known}
            said = [it for it in said if it.name in relevant]
        for difference in differences(said, known, lockfile.requires_python):
            place = difference.said[0].key if difference.said else (*_UV, key)
            message = f"`{key}` differs from the lockfile's for `{difference.name}`"
            yield Stale(message, project.root_member.name, place)
    yield from _exclusions(lockfile, project, pinned)
    yield from _metadata(lockfile, project, pinned)
    yield from _root_groups(lockfile, project)


def _entries(project: Project, key: str) -> list[Entry]:
    root = project.root_member
    lowering = Lowering(project, root)
    found: list[Entry] = []
    listed = root.manifest.at(*_UV, key)
    for index, item in enumerate(listed if isinstance(listed, list) else ()):
        text = item.get("requirement") if isinstance(item, dict) else item
        place: Key = (*_UV, key, index)
        try:
            requirement = Requirement(text) if isinstance(text, str) else None
        except InvalidRequirement:
            continue
        if requirement is not None:
            found.extend(lowering.requirement(requirement, _PLAIN, place))
    return found


def _without_nothing(entries: list[Entry], kind: str) -> list[Entry]:
    """A constraint without a specifier constrains nothing; its extras do not count."""
    if kind != "constraints":
        return entries
    kept = (it for it in entries if it.specifier or it.source or it.registry)
    return [it._replace(extras=()) for it in kept]


def _exclusions(lockfile: Lockfile, project: Project, pinned: set[str]) -> Iterator[Stale]:
    known = _names(lockfile.manifest.get("excludes"))
    said = _names(project.root_member.manifest.at(*_UV, "exclude-dependencies"))
    if said & (known | pinned) != known:
        key = (*_UV, "exclude-dependencies")
        message = "`exclude-dependencies` differ from the lockfile's"
        yield Stale(message, project.root_member.name, key)


def _names(found: Any) -> set[str]:
    items = found if isinstance(found, list) else []
    return {normalize(it) for it in items if isinstance(it, str)}


def _metadata(lockfile: Lockfile, project: Project, pinned: set[str]) -> Iterator[Stale]:
    known = _tables(lockfile.manifest.get("dependency-metadata"))
    said = _tables(project.root_member.manifest.at(*_UV, "dependency-metadata"))
    relevant = pinned | {name for name, _ in known}
    if {it for it in said if it[0] in relevant} != known:
        key = (*_UV, "dependency-metadata")
        message = "`dependency-metadata` differs from the lockfile's"
        yield Stale(message, project.root_member.name, key)


def _tables(found: Any) -> set[tuple[str, str]]:
    """Each table as a name and a text that two equal tables share."""
    tables = [it for it in found if isinstance(it, dict)] if isinstance(found, list) else []
    return {(normalize(str(it.get("name", ""))), _text(it)) for it in tables}


def _text(table: dict[str, Any]) -> str:
    parts = []
    for key in ("version", "requires-dist", "requires-python", "provides-extras"):
        value = table.get(key, table.get("provides-extra") if key == "provides-extras" else None)
        if value:
            items = value if isinstance(value, list) else [value]
            parts.append(f"{key}={sorted(_requirement_text(str(it)) for it in items)}")
    return ";".join(parts)


def _requirement_text(text: str) -> str:
    try:
        return str(Requirement(text)).replace('"', "'")
    except InvalidRequirement:
        return text


def _root_groups(lockfile: Lockfile, project: Project) -> Iterator[Stale]:
    root = project.root_member
    if root.name:
        return
    known = lockfile.manifest.get("dependency-groups")
    tables = known if isinstance(known, dict) else {}
    said = group_entries(Lowering(project, root), root.manifest)
    for group in sorted(said.keys() | tables.keys()):
        ours, theirs = said.get(group, []), recorded(tables.get(group), project.root)
        for difference in differences(ours, theirs, lockfile.requires_python):
            message = f"group `{group}` differs from the lockfile's for `{difference.name}`"
            key = difference.said[0].key if difference.said else ("dependency-groups", group)
            yield Stale(message, root.name, key)

"""Each source tree of the lockfile against its manifest: version, requirements, extras, groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from packaging.version import InvalidVersion, Version

from ...model.manifest import Key, Manifest, normalize
from ...model.pins import Lockfile, Pin, Stale
from ...model.project import Member, Project
from ..absolute import absolute
from .groups import group_entries
from .lowering import Lowering
from .requirements import Difference, Entry, differences, recorded

_EXTRAS_REVISION = 1


def stale_trees(
    lockfile: Lockfile, project: Project, trees: Mapping[str, Manifest]
) -> Iterator[Stale]:
    """Differences of every member, then of every other tree that is pinned."""
    members = {absolute(it.folder, project.root): it for it in project.members}
    for pin in lockfile.pins:
        if not pin.source.is_tree:
            continue
        place = absolute(pin.source.location, project.root)
        if place in members:
            yield from _tree(lockfile, project, pin, members[place])
        elif place in trees:
            tree = Member(pin.name, place, "", trees[place])
            yield from _other_tree(lockfile, project, pin, tree)


def _other_tree(lockfile: Lockfile, project: Project, pin: Pin, tree: Member) -> Iterator[Stale]:
    """A tree that is no member: its differences are told at the workspace's root."""
    alone = project._replace(members=(tree,))
    for found in _tree(lockfile, alone, pin, tree):
        message = f"in {pin.source.location}: {found.message}"
        yield Stale(message, project.root_member.name, ("tool", "uv", "sources", pin.name))


def _tree(lockfile: Lockfile, project: Project, pin: Pin, member: Member) -> Iterator[Stale]:
    manifest = member.manifest
    if not manifest.readable or not manifest.table("project"):
        return
    dynamic = manifest.strings("project", "dynamic")
    yield from _version(pin, member, dynamic)
    lowering = Lowering(project, member)
    if _has_no_metadata(pin):
        return
    if "optional-dependencies" not in dynamic and lockfile.revision >= _EXTRAS_REVISION:
        yield from _extras(pin, member)
    if not {"dependencies", "optional-dependencies"} & set(dynamic):
        yield from _requirements(lockfile, project, pin, member, lowering)
    yield from _groups(lockfile, project, pin, member, lowering)


def _has_no_metadata(pin: Pin) -> bool:
    """Revision 4 allows lockfiles that record no metadata; there is nothing to compare with."""
    return pin.metadata is None and bool(pin.dependencies or pin.extras or pin.groups)


def _version(pin: Pin, member: Member, dynamic: tuple[str, ...]) -> Iterator[Stale]:
    said = member.manifest.string("project", "version")
    key: Key = ("project", "version")
    if "version" in dynamic or not said:
        if pin.version and "version" in dynamic:
            message = f"the version is dynamic, the lockfile has {pin.version}"
            yield Stale(message, member.name, ("project", "dynamic"))
    elif not pin.version:
        yield Stale(f"the version is {said}, the lockfile has it as dynamic", member.name, key)
    elif not _same_version(said, pin.version):
        yield Stale(f"the version is {said}, the lockfile has {pin.version}", member.name, key)


def _same_version(one: str, two: str) -> bool:
    try:
        return Version(one) == Version(two)
    except InvalidVersion:
        return one == two


def _extras(pin: Pin, member: Member) -> Iterator[Stale]:
    known = {normalize(it) for it in _strings(pin, "provides-extras")}
    said = member.manifest.extras
    table = ("project", "optional-dependencies")
    for extra in sorted(said.keys() - known):
        yield Stale(f"extra `{extra}` is not in the lockfile", member.name, (*table, said[extra]))
    for extra in sorted(known - said.keys()):
        yield Stale(f"extra `{extra}` is only in the lockfile", member.name, table)


def _requirements(
    lockfile: Lockfile, project: Project, pin: Pin, member: Member, lowering: Lowering
) -> Iterator[Stale]:
    said = [
        entry
        for dependency in member.manifest.dependencies
        if dependency.section.kind != "group"
        for entry in lowering.entries(dependency)
    ]
    known = recorded((pin.metadata or {}).get("requires-dist"), project.root)
    for difference in differences(said, known, lockfile.requires_python):
        yield Stale(_words(difference), member.name, _key(difference, ("project", "dependencies")))


def _groups(
    lockfile: Lockfile, project: Project, pin: Pin, member: Member, lowering: Lowering
) -> Iterator[Stale]:
    found = (pin.metadata or {}).get("requires-dev", {})
    known = {normalize(it): value for it, value in found.items()} if isinstance(found, dict) else {}
    said = group_entries(lowering, member.manifest)
    spelled = member.manifest.groups
    for group in sorted(said.keys() | known.keys()):
        key: Key = ("dependency-groups", spelled.get(group, group))
        ours, theirs = said.get(group), recorded(known.get(group), project.root)
        if ours is None and (theirs or lockfile.revision >= _EXTRAS_REVISION):
            yield Stale(f"group `{group}` is only in the lockfile", member.name, key[:1])
        elif group not in known and (ours or lockfile.revision >= _EXTRAS_REVISION):
            yield Stale(f"group `{group}` is not in the lockfile", member.name, key)
        else:
            for difference in differences(ours or [], theirs, lockfile.requires_python):
                message = f"{_words(difference)} (group `{group}`)"
                yield Stale(message, member.name, _key(difference, key))


def _key(difference: Difference, otherwise: Key) -> Key:
    return difference.said[0].key if difference.said else otherwise


def _words(difference: Difference) -> str:
    said, known = difference.said, difference.recorded
    if not known:
        return f"`{_first(said)}` is not in the lockfile"
    if not said:
        return f"`{difference.name}` is in the lockfile, but no longer in the manifest"
    return f"`{_first(said)}` is not what the lockfile was made for: `{_first(known)}`"


def _first(entries: tuple[Entry, ...]) -> str:
    return entries[0].text or entries[0].words


def _strings(pin: Pin, key: str) -> list[Any]:
    found = (pin.metadata or {}).get(key, [])
    return [it for it in found if isinstance(it, str)] if isinstance(found, list) else []

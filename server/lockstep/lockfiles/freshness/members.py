"""Compares the members of the workspace, how each is installed, and their groups' settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...model.manifest import Manifest, normalize
from ...model.pins import Lockfile, Pin, Stale
from ...model.project import Member, Project
from ...model.selection import DEFAULT_GROUPS
from ...model.versions.specifier import read_specifier
from .groups import group_pythons
from .lowering import is_virtual

_GROUP_SETTINGS_REVISION = 5


def stale_members(lockfile: Lockfile, project: Project) -> Iterator[Stale]:
    """The differences in the workspace's members, and in the settings of their groups.

    If members were added or removed, only these. Else members that are recorded with another kind
    of source, and from revision 5 on, other `default-groups` and other `requires-python` of groups.
    """
    named = {member.name: member for member in project.members if member.name}
    # uv writes no list of members for a project without a workspace.
    alone = len(named) == 1 and project.root_member.name in named
    said, known = set(named) if not alone else set(), set(lockfile.members)
    for name in sorted(said - known):
        yield Stale(f"member `{name}` is not in the lockfile", name, ("project", "name"))
    for name in sorted(known - said):
        message = f"the lockfile has a member `{name}` that the workspace has not"
        yield Stale(message, project.root_member.name, ("tool", "uv", "workspace"))
    if said != known:
        return
    required = _required(project)
    for name, member in sorted(named.items()):
        pin = next((it for it in lockfile.named(name) if it.source.is_tree), None)
        yield from _member(lockfile, pin, member, required)
    yield from _root_groups(lockfile, project)


def _required(project: Project) -> dict[str, bool]:
    """The members that others name as workspace sources, and whether as editable.

    uv considers the sources alone, whether or not a dependency uses them
    (`uv-workspace/src/workspace.rs`, `collect_required_members`).
    """
    found: dict[str, bool] = {}
    named = sorted((it for it in project.members if it.name), key=lambda it: it.name)
    for owner in (project.root_member, *named):
        for name, source in owner.manifest.table("tool", "uv", "sources").items():
            for entry in source if isinstance(source, list) else [source]:
                is_member = isinstance(entry, dict) and entry.get("workspace") is True
                if is_member and normalize(name) != owner.name:
                    found[normalize(name)] = entry.get("editable") is not False
    return found


def _member(
    lockfile: Lockfile, pin: Pin | None, member: Member, required: dict[str, bool]
) -> Iterator[Stale]:
    if pin is None:
        yield Stale(f"`{member.name}` is not in the lockfile", member.name, ("project", "name"))
        return
    kind = "editable" if required.get(member.name, True) else "directory"
    if is_virtual(member.manifest, required=member.name in required):
        kind = "virtual"
    if pin.source.kind != kind:
        message = f"`{member.name}` is now {kind}, the lockfile has it as {pin.source.kind}"
        key = ("tool", "uv", "package") if "virtual" in (kind, pin.source.kind) else ("project",)
        yield Stale(message, member.name, key)
    if lockfile.revision >= _GROUP_SETTINGS_REVISION:
        yield from _default_groups(member.name, member.manifest, pin.default_groups)
        yield from _group_pythons(member.name, member.manifest, pin.group_requires_python)


def _group_pythons(name: str, manifest: Manifest, known: Mapping[str, str]) -> Iterator[Stale]:
    """The differences in `requires-python` of groups, compared specifier by specifier."""
    ours = {group: _specifiers(it) for group, it in group_pythons(manifest).items()}
    theirs = {normalize(group): _specifiers(it) for group, it in known.items()}
    for group in sorted(ours.keys() | theirs.keys()):
        if ours.get(group) != theirs.get(group):
            message = f"`requires-python` of group `{group}` differs from the lockfile's"
            yield Stale(message, name, ("tool", "uv", "dependency-groups", group))


def _specifiers(text: str) -> tuple[str, ...]:
    try:
        clauses = read_specifier(text).clauses
        return tuple(sorted(f"{it.operator}{_version(it.version)}" for it in clauses))
    except ValueError:
        return (text,)


def _version(text: str) -> str:
    """A version without trailing zeros, which do not matter; a prefix (`.*`) keeps its length."""
    return text if text.endswith(".*") else text.removesuffix(".0").removesuffix(".0")


def _default_groups(
    name: str, manifest: Manifest, known: tuple[str, ...] | None
) -> Iterator[Stale]:
    if _groups(manifest) != set(known if known is not None else DEFAULT_GROUPS):
        message = "`default-groups` differ from the lockfile's"
        yield Stale(message, name, ("tool", "uv", "default-groups"))


def _groups(manifest: Manifest) -> set[str]:
    said = manifest.at("tool", "uv", "default-groups")
    if said is None:
        return set(DEFAULT_GROUPS)
    return {"*"} if said == "all" else {normalize(it) for it in _strings(said)}


def _strings(found: Any) -> list[str]:
    return [it for it in found if isinstance(it, str)] if isinstance(found, list) else []


def _root_groups(lockfile: Lockfile, project: Project) -> Iterator[Stale]:
    """The default groups of a root without `[project]`, which has no pin to record them."""
    root = project.root_member
    if root.name:
        return
    pythons = lockfile.manifest.get("group-requires-python", {})
    texts = pythons.items() if isinstance(pythons, dict) else ()
    known_pythons = {group: it for group, it in texts if isinstance(it, str)}
    yield from _group_pythons(root.name, root.manifest, known_pythons)
    if lockfile.revision < _GROUP_SETTINGS_REVISION:
        return
    known = lockfile.manifest.get("default-groups")
    recorded = ("*",) if known == "all" else tuple(_strings(known)) if known is not None else None
    yield from _default_groups(root.name, root.manifest, recorded)

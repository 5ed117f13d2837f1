"""Validates a selection: its extras and groups must exist, and must not conflict.

The rules are uv's (`validate_extras`, `validate_groups` and `detect_conflicts` in
`uv-environment-operations`).
"""

from __future__ import annotations

from collections.abc import Iterable

from ..errors import UsageError
from ..model.manifest import normalize
from ..model.pins import ConflictItem, Edge, Pin
from ..model.project import Project
from .roots import Roots


def check_choice(roots: Roots, project: Project) -> None:
    """Validate a selection.

    Args:
        roots: the resolved selection, with the lockfile.
        project: has the default groups of the current member.

    Raises:
        UsageError: a named extra or group is not in the lockfile, a default group is not in the
            manifest, or two selected items (extras, groups or members) conflict.
    """
    _check_extras(roots)
    _check_groups(roots)
    _check_defaults(project)
    _check_conflicts(roots)


def _check_extras(roots: Roots) -> None:
    known = {extra for pin in roots.pins for extra in (*pin.extras, *_provided(pin))}
    for extra in (*roots.selection.extras, *roots.selection.no_extras):
        # Before revision 1 a lockfile does not record extras without dependencies.
        if extra != "*" and extra not in known and roots.lockfile.revision >= 1:
            raise UsageError(f"extra `{extra}` is not in the lockfile", _known_hint(known))


def _provided(pin: Pin) -> tuple[str, ...]:
    provided = (pin.metadata or {}).get("provides-extras", ())
    return tuple(it for it in provided if isinstance(it, str)) if isinstance(provided, list) else ()


def _declared_groups(pin: Pin) -> tuple[str, ...]:
    """The groups in the metadata; an empty group is missing in `Pin.groups`."""
    found = (pin.metadata or {}).get("requires-dev", {})
    return tuple(found) if isinstance(found, dict) else ()


def _check_groups(roots: Roots) -> None:
    selection = roots.selection
    manifest = roots.lockfile.manifest.get("dependency-groups", {})
    trees = [pin for pin in roots.lockfile.pins if pin.source.is_tree]
    known = {group for pin in trees for group in (*pin.groups, *_declared_groups(pin))}
    known |= set(manifest) if isinstance(manifest, dict) else set()
    for group in (*selection.groups, *selection.no_groups, *selection.only_groups):
        # uv accepts `dev` even if it does not exist.
        if group not in known and group not in ("*", "dev"):
            raise UsageError(f"group `{group}` is not in the lockfile", _known_hint(known))


def _check_defaults(project: Project) -> None:
    """Every default group must exist in the manifest, whether it is selected or not."""
    manifest = project.current_member.manifest
    for group in manifest.strings("tool", "uv", "default-groups"):
        if normalize(group) not in manifest.groups:
            hint = _known_hint(set(manifest.groups))
            raise UsageError(f"default group `{group}` is not in the manifest", hint)


def _known_hint(known: set[str]) -> str:
    return f"choose from: {', '.join(sorted(known))}" if known else "none is defined"


def _check_conflicts(roots: Roots) -> None:
    if not roots.lockfile.conflicts:
        return
    members = _connected(roots)
    for conflict in roots.lockfile.conflicts:
        both = [it for it in conflict if it.package in members and _is_chosen(roots, it)]
        if len(both) > 1:
            words = " and ".join(_words(item) for item in both)
            raise UsageError(f"{words} cannot be selected together", "choose one of them")


def _connected(roots: Roots) -> set[str]:
    """The names of the selected members, and of the members that their selected lists lead to.

    The walk is that of `InstallTarget::packages` in `uv-environment-operations`: it ignores
    markers, and follows only those extras of a reached member that an edge names.
    """
    pins = {it.name: it for it in roots.lockfile.pins}
    found = {it.name for it in roots.pins}
    queue: list[tuple[str, str]] = []
    for pin, section in roots.starts():
        if section.kind == "group":
            queue += _targets(pin.groups.get(section.name, ()))
        else:
            queue.append((pin.name, section.name))
    for entry, _ in roots.requirements():
        queue.append((str(entry.get("name", "")), ""))
    seen = set(queue)
    while queue:
        name, extra = queue.pop()
        at = pins.get(name)
        if at is None:
            continue
        if at.source.is_tree:
            found.add(name)
        edges = at.extras.get(extra, ()) if extra else at.dependencies
        fresh = [it for it in _targets(edges) if it not in seen]
        seen.update(fresh)
        queue += fresh
    return found


def _targets(edges: Iterable[Edge]) -> list[tuple[str, str]]:
    """The names and extras that edges lead to; an empty extra means the package itself."""
    return [(edge.name, extra) for edge in edges for extra in ("", *edge.extras)]


def _is_chosen(roots: Roots, item: ConflictItem) -> bool:
    """Whether an item is selected; options apply to all members alike."""
    if item.extra:
        return roots.selection.wants_extra(item.extra)
    if item.group:
        return roots.selection.wants_group(item.group, roots.defaults)
    return roots.production


def _words(item: ConflictItem) -> str:
    kind = "extra" if item.extra else "group" if item.group else "member"
    return f"{kind} `{item.extra or item.group or item.package}`"

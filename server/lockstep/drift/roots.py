"""Resolves a selection to the members, extras and groups at which a walk of the lockfile starts.

The rules are uv's (`uv-environment-operations/src/install_target.rs`): by default the current
member; in a workspace with a root without `[project]`, all members.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ..errors import UsageError
from ..model.manifest import Section, normalize
from ..model.pins import ConflictItem, Lockfile, Pin
from ..model.project import Project
from ..model.selection import DEFAULT_GROUPS, Selection, default_groups

# The first revision of uv.lock that records the default groups of members.
_DEFAULT_GROUPS_REVISION = 5


class Roots(NamedTuple):
    """Where the walk starts.

    Attributes:
        lockfile: the lockfile.
        selection: the selection.
        pins: the selected members.
        defaults: the default groups; `("*",)` for all groups.
        selected: the name of the only selected member; empty if all or several are selected.
        own_groups: the normalized names of that member's groups; empty if there is no such member.
        group_root: the workspace's root, if groups of it are selected beside that member; None if
            not, or if the root is that member or has no `[project]`.
    """

    lockfile: Lockfile
    selection: Selection
    pins: tuple[Pin, ...]
    defaults: tuple[str, ...]
    selected: str = ""
    own_groups: frozenset[str] = frozenset()
    group_root: Pin | None = None

    @property
    def production(self) -> bool:
        """Whether the members' own dependencies are included, not only groups."""
        return not self.selection.only_groups

    def starts(self) -> Iterator[tuple[Pin, Section]]:
        """All selected lists of all selected members, in uv's order.

        Yields the pin of the member and the list: dependencies, an extra or a group.
        """
        for pin in self.pins:
            if self.production:
                yield pin, Section("dependencies")
                for extra in self.extras(pin):
                    yield pin, Section("extra", extra)
        for pin in (*self.pins, *((self.group_root,) if self.group_root else ())):
            for group in self.groups(pin):
                yield pin, Section("group", group)

    def requirements(self) -> Iterator[tuple[Mapping[str, Any], Section]]:
        """The requirements in the lockfile's `[manifest]`: those of a root without `[project]`.

        Yields each as raw TOML, with the list that it is in; of the groups only selected ones.
        """
        groups = self.lockfile.manifest.get("dependency-groups", {})
        for entry in _tables(self.lockfile.manifest.get("requirements")):
            yield entry, Section("dependencies")
        for group, entries in groups.items() if isinstance(groups, dict) else ():
            if self.includes_group("", group):
                for entry in _tables(entries):
                    yield entry, Section("group", group)

    def extras(self, pin: Pin) -> list[str]:
        """The names of the extras of a member that are selected."""
        return [extra for extra in pin.extras if self.selection.wants_extra(extra)]

    def groups(self, pin: Pin) -> list[str]:
        """The names of the groups of a member that are selected."""
        return [group for group in pin.groups if self.includes_group(pin.name, group)]

    def includes_group(self, package: str, group: str) -> bool:
        """Whether a group is selected.

        Args:
            package: the member that has the group; empty for a root without `[project]`.
            group: its normalized name.
        """
        if not self.selection.wants_group(group, self.defaults):
            return False
        if not self.selected or package == self.selected:
            return True
        # Default groups are those of the selected member. A group of the root must be selected by
        # name, and is hidden by a group of the same name in the member.
        return self.selection.asks_for_group(group) and group not in self.own_groups

    def conflict_items(self) -> Iterator[str]:
        """The selected conflict items as uv encodes them in markers (`in_markers`)."""
        return map(in_markers, self.chosen_items())

    def chosen_items(self) -> Iterator[ConflictItem]:
        """The selected members, extras and groups as conflict items."""
        for pin in self.pins if self.production else ():
            yield ConflictItem(pin.name)
            for extra in self.extras(pin):
                yield ConflictItem(pin.name, extra=extra)
        for pin in (*self.pins, *((self.group_root,) if self.group_root else ())):
            for group in self.groups(pin):
                yield ConflictItem(pin.name, group=group)


def choose_roots(lockfile: Lockfile, project: Project, selection: Selection) -> Roots:
    """The roots of a selection; whether its extras and groups exist is not checked.

    Args:
        lockfile: the lockfile.
        project: the workspace with its current member.
        selection: the extras, groups and members.

    Raises:
        UsageError: a selected member is not in the lockfile.
    """
    names, selected = _chosen_names(lockfile, project, selection)
    pins = tuple(_member_pin(lockfile, name) for name in names)
    member = project.member(selected)
    roots = Roots(
        lockfile=lockfile,
        selection=selection,
        pins=pins,
        defaults=_defaults(lockfile, project, selection),
        selected=selected,
        own_groups=frozenset(member.manifest.groups) if member else frozenset(),
    )
    return roots._replace(group_root=_group_root(roots))


def _chosen_names(
    lockfile: Lockfile, project: Project, selection: Selection
) -> tuple[tuple[str, ...], str]:
    if selection.all_packages:
        root = lockfile.root
        return lockfile.members or ((root.name,) if root else ()), ""
    if selection.packages:
        names = tuple(normalize(name) for name in selection.packages)
        return names, names[0] if len(names) == 1 else ""
    if project.current:
        return (project.current,), project.current
    return lockfile.members, ""


def _member_pin(lockfile: Lockfile, name: str) -> Pin:
    for pin in lockfile.named(name):
        if pin.source.is_tree:
            return pin
    # A lockfile lists its members only if there are several.
    root = [it.name for it in lockfile.pins if it.source.is_tree and it.source.location == "."]
    listed = ", ".join(lockfile.members or root)
    again = "`lockstep sync --lock` locks again"
    hint = f"choose from: {listed}; or {again}" if listed else again
    raise UsageError(f"`{name}` is not a member in the lockfile", hint)


def _defaults(lockfile: Lockfile, project: Project, selection: Selection) -> tuple[str, ...]:
    """The default groups of the current member, or of the only one named by `--package`.

    For the latter uv uses those in the lockfile, if its revision has them.
    """
    chosen = selection.packages
    if len(chosen) == 1 and "*" not in chosen and lockfile.revision >= _DEFAULT_GROUPS_REVISION:
        pins = lockfile.named(normalize(chosen[0]))
        if pins:
            recorded = pins[0].default_groups
            return DEFAULT_GROUPS if recorded is None else recorded
    return default_groups(project.current_member.manifest.at("tool", "uv", "default-groups"))


def _group_root(roots: Roots) -> Pin | None:
    root = roots.lockfile.root
    if not roots.selected or root is None or root.name == roots.selected:
        return None
    return root if roots.groups(root) else None


def _tables(found: Any) -> list[dict[str, Any]]:
    return [it for it in found if isinstance(it, dict)] if isinstance(found, list) else []


def in_markers(item: ConflictItem) -> str:
    """A conflict item as uv encodes it in markers, such as `extra-3-pkg-cpu`.

    The number is the length of the package's name (uv: `universal_marker.rs`).
    """
    start = f"{len(item.package)}-{item.package}"
    if item.extra:
        return f"extra-{start}-{item.extra}"
    return f"group-{start}-{item.group}" if item.group else f"project-{start}"

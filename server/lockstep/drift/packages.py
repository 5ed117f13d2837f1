"""Lists the packages of a project and the possible selections, for display. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..model.manifest import Section
from ..model.pins import Pin
from ..model.project import Member
from ..model.selection import default_groups
from .view import View


class Package(NamedTuple):
    """A package that is expected or installed.

    Attributes:
        name: its normalized name.
        pinned: the pinned version; empty if it is not expected, or has a dynamic version.
        installed: the installed version; empty if it is not installed. Of several copies, that of
            the first one.
        sections: the lists in the manifests of the selected members that require it directly:
            `dependencies`, `extra NAME` or `group NAME`.
    """

    name: str
    pinned: str = ""
    installed: str = ""
    sections: tuple[str, ...] = ()

    @property
    def is_direct(self) -> bool:
        """Whether the manifest of a selected member requires it directly."""
        return bool(self.sections)


class Choices(NamedTuple):
    """The names that a selection can include; all tuples are sorted.

    Attributes:
        extras: the extras of the selected members.
        groups: the groups of all members.
        members: the names of all members that have one.
        default_groups: the groups that are selected by default.
    """

    extras: tuple[str, ...]
    groups: tuple[str, ...]
    members: tuple[str, ...]
    default_groups: tuple[str, ...]


def packages(view: View) -> list[Package]:
    """The expected and the installed packages, sorted by name."""
    pinned = installable(view)
    installed = view.environment.by_name()
    asked = _asked(view)
    return [
        Package(
            name,
            pinned[name].version if name in pinned else "",
            installed[name][0].version if name in installed else "",
            tuple(asked.get(name, ())),
        )
        for name in sorted(pinned.keys() | installed.keys())
    ]


def installable(view: View) -> dict[str, Pin]:
    """The expected pins by name, without projects that are not built (virtual ones).

    Empty if the expected packages could not be computed.
    """
    pins = view.expected.pins if view.expected else {}
    return {name: pin for name, pin in pins.items() if pin.source.kind != "virtual"}


def choices(view: View) -> Choices:
    """What a selection can include: extras of the selected members, groups of all members.

    uv accepts no extras of other members, but groups of all.
    """
    project = view.project
    member = project.current_member
    groups = sorted({group for it in project.members for group in it.manifest.groups})
    defaults = default_groups(member.manifest.at("tool", "uv", "default-groups"))
    return Choices(
        extras=tuple(sorted({extra for it in _chosen(view) for extra in it.manifest.extras})),
        groups=tuple(groups),
        members=tuple(sorted(it.name for it in project.members if it.name)),
        default_groups=tuple(it for it in groups if it in defaults or "*" in defaults),
    )


def _chosen(view: View) -> Iterator[Member]:
    """The selected members; by default the current one, or all if the root has no `[project]`."""
    project, selection = view.project, view.selection
    current = () if selection.packages else (project.current,)
    for member in project.members:
        is_chosen = member.name in (*current, *selection.packages)
        if selection.all_packages or is_chosen or current == ("",):
            yield member


def _asked(view: View) -> dict[str, list[str]]:
    """The lists of the selected members that require a package, by package name."""
    found: dict[str, list[str]] = {}
    for member in _chosen(view):
        for dependency in member.manifest.dependencies:
            words = _words(dependency.section)
            lists = found.setdefault(dependency.name, [])
            if words not in lists:
                lists.append(words)
    return found


def _words(section: Section) -> str:
    return section.kind if section.kind == "dependencies" else f"{section.kind} {section.name}"

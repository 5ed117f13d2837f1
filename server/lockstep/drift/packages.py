"""The packages of a project and what can be chosen of it, for views. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..model.manifest import Section
from ..model.pins import Pin
from ..model.project import Member
from ..model.selection import default_groups
from .view import View


class Package(NamedTuple):
    """One that belongs into the environment, or is there; `sections` are the lists that ask."""

    name: str
    pinned: str = ""
    installed: str = ""
    sections: tuple[str, ...] = ()

    @property
    def is_direct(self) -> bool:
        """Whether a manifest asks for it itself."""
        return bool(self.sections)


class Choices(NamedTuple):
    """What a selection can name."""

    extras: tuple[str, ...]
    groups: tuple[str, ...]
    members: tuple[str, ...]
    default_groups: tuple[str, ...]


def packages(view: View) -> list[Package]:
    """By name: every pin that is for this environment, and whatever else is installed."""
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
    """The pins for this environment; a project that is not to be built is none of them."""
    pins = view.expected.pins if view.expected else {}
    return {name: pin for name, pin in pins.items() if pin.source.kind != "virtual"}


def choices(view: View) -> Choices:
    """Extras are those of the chosen members, since uv takes no other; groups are anybody's."""
    project = view.project
    member = project.current_member
    groups = sorted({group for it in project.members for group in it.manifest.groups})
    said = default_groups(member.manifest.at("tool", "uv", "default-groups"))
    return Choices(
        extras=tuple(sorted({extra for it in _chosen(view) for extra in it.manifest.extras})),
        groups=tuple(groups),
        members=tuple(sorted(it.name for it in project.members if it.name)),
        default_groups=tuple(it for it in groups if it in said or "*" in said),
    )


def _chosen(view: View) -> Iterator[Member]:
    """The members that the selection is for; without a choice the current one.

    A root without `[project]` stands for all of them.
    """
    project, selection = view.project, view.selection
    current = () if selection.packages else (project.current,)
    for member in project.members:
        is_chosen = member.name in (*current, *selection.packages)
        if selection.all_packages or is_chosen or current == ("",):
            yield member


def _asked(view: View) -> dict[str, list[str]]:
    """By package, which lists of the chosen members ask for it."""
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

"""The values of a parsed lockfile: pins, the edges between them, and the resolution's settings."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from .manifest import Key

SourceKind = Literal["registry", "git", "url", "path", "directory", "editable", "virtual"]

SOURCE_TREES = ("directory", "editable", "virtual")


class Source(NamedTuple):
    """Where a package comes from.

    Attributes:
        kind: its key in the lockfile.
        location: a URL, or a path that is absolute or relative to the folder of the lockfile.
        subdirectory: the folder of the project in an archive; empty for its top. For git it is in
            the query of `location` instead.
    """

    kind: SourceKind
    location: str
    subdirectory: str = ""

    @property
    def is_tree(self) -> bool:
        """Whether it is a source tree on the disk rather than an archive."""
        return self.kind in SOURCE_TREES


class Edge(NamedTuple):
    """One dependency of a pin.

    Attributes:
        name: the normalized name of the other pin.
        version: the version of that pin, only if several pins have the name; else empty.
        source: the source of that pin, only if several pins have the name; else None.
        extras: the extras of that pin that are required.
        marker: the condition (PEP 508); empty for none.
    """

    name: str
    version: str = ""
    source: Source | None = None
    extras: tuple[str, ...] = ()
    marker: str = ""


Edges = tuple[Edge, ...]
Sections = Mapping[str, Edges]
_NONE: Sections = MappingProxyType({})


class Pin(NamedTuple):
    """One `[[package]]` of the lockfile.

    Attributes:
        name: its normalized name.
        version: empty for a source tree with a dynamic version.
        source: where it comes from.
        dependencies: its dependencies.
        extras: the further dependencies of each extra, by its name.
        groups: the dependencies of each dependency group, by its name.
        resolution_markers: the markers of the forks of the resolution to which it belongs; empty if
            it belongs to all.
        default_groups: `tool.uv.default-groups` of a member, `("*",)` for all groups; None if the
            lockfile does not say.
        metadata: the raw `[package.metadata]`; None if there is none, as for pins from an index or
            from git.
        group_requires_python: the `requires-python` of each group that has one.
        wheels: the file names of its wheels, if it is from an index and has no source
            distribution, else None.
        odd_wheel: the file name of a wheel of another version, which uv refuses; empty for none.
        offset: where the entry begins in the text, in code points.
    """

    name: str
    version: str
    source: Source
    dependencies: Edges = ()
    extras: Sections = _NONE
    groups: Sections = _NONE
    resolution_markers: tuple[str, ...] = ()
    default_groups: tuple[str, ...] | None = None
    metadata: Mapping[str, Any] | None = None
    group_requires_python: Mapping[str, str] = MappingProxyType({})
    wheels: tuple[str, ...] | None = None
    odd_wheel: str = ""
    offset: int = 0

    @property
    def label(self) -> str:
        """Name and version for messages."""
        return f"{self.name} {self.version}".rstrip()


class ConflictItem(NamedTuple):
    """An extra, a group or a member that conflicts with others (`tool.uv.conflicts`).

    Attributes:
        package: the normalized name of the member.
        extra: the extra of it, if that conflicts.
        group: the group of it, if that conflicts; without extra and group, the member itself does.
    """

    package: str
    extra: str = ""
    group: str = ""


class Lockfile(NamedTuple):
    """A parsed lockfile, as far as it was valid.

    Attributes:
        revision: its revision; 0 for lockfiles without one.
        requires_python: the specifier, as written; empty if there is none.
        supported_markers: the markers of `tool.uv.environments`; empty if all are supported.
        conflicts: the sets of items of which only one may be selected.
        pins: the packages, in the order of the text.
        top: every other top-level key as raw TOML (`options`, `manifest`, ...).
    """

    revision: int = 0
    requires_python: str = ""
    supported_markers: tuple[str, ...] = ()
    conflicts: tuple[tuple[ConflictItem, ...], ...] = ()
    pins: tuple[Pin, ...] = ()
    top: Mapping[str, Any] = {}

    @property
    def manifest(self) -> Mapping[str, Any]:
        """The raw `[manifest]` table; empty if there is none."""
        found = self.top.get("manifest", {})
        return found if isinstance(found, dict) else {}

    @property
    def members(self) -> tuple[str, ...]:
        """The names of the workspace's members, as written; empty for a single project.

        uv writes them to `members` of the `[manifest]` table only if there is a workspace.
        """
        listed = self.manifest.get("members", [])
        return tuple(it for it in listed if isinstance(it, str)) if isinstance(listed, list) else ()

    @property
    def root(self) -> Pin | None:
        """The pin of the workspace's root; None if there is none, as without `[project]`."""
        for pin in self.pins:
            if pin.source.is_tree and pin.source.location == ".":
                return pin
        return None

    def named(self, name: str) -> tuple[Pin, ...]:
        """All pins of a normalized name; more than one if the resolution forked."""
        return tuple(pin for pin in self.pins if pin.name == name)


class Stale(NamedTuple):
    """One difference between lockfile and manifest.

    Attributes:
        message: what differs.
        member: the normalized name of the member with the manifest in question; empty for the root.
        key: the entry of that manifest; empty for the manifest as a whole.
        sure: False if only uv can decide whether the lockfile still fits.
    """

    message: str
    member: str = ""
    key: Key = ()
    sure: bool = True

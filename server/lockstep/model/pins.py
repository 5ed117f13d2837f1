"""What a lockfile says: packages, the edges between them, and what they were resolved for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from .manifest import Key

SourceKind = Literal["registry", "git", "url", "path", "directory", "editable", "virtual"]

SOURCE_TREES = ("directory", "editable", "virtual")


class Source(NamedTuple):
    """Where a package comes from; `location` is a URL or a path relative to the lockfile."""

    kind: SourceKind
    location: str
    subdirectory: str = ""

    @property
    def is_tree(self) -> bool:
        """Whether it is a folder of the workspace or beside it, rather than an archive."""
        return self.kind in SOURCE_TREES


class Edge(NamedTuple):
    """One dependency: version and source stand there only where the name alone is ambiguous."""

    name: str
    version: str = ""
    source: Source | None = None
    extras: tuple[str, ...] = ()
    marker: str = ""


Edges = tuple[Edge, ...]
Sections = Mapping[str, Edges]
_NONE: Sections = MappingProxyType({})


class Pin(NamedTuple):
    """One `[[package]]`: version is empty for a source tree whose version is dynamic.

    `metadata` is the raw `[package.metadata]` (only source trees have one). `wheels` are the
    file names of a package of an index that has no source distribution, else None; `odd_wheel` is
    one whose version is not the pin's, which uv refuses. `offset` is the place of the entry in
    the lockfile's text, in code points.
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
        """Name and version as people write them."""
        return f"{self.name} {self.version}".rstrip()


class ConflictItem(NamedTuple):
    """An extra, a group or a whole member that cannot be chosen together with others."""

    package: str
    extra: str = ""
    group: str = ""


class Lockfile(NamedTuple):
    """A lockfile as it was understood.

    `top` holds every other top-level key as TOML gave it (`options`, `manifest`, ...).
    """

    revision: int = 0
    requires_python: str = ""
    supported_markers: tuple[str, ...] = ()
    conflicts: tuple[tuple[ConflictItem, ...], ...] = ()
    pins: tuple[Pin, ...] = ()
    top: Mapping[str, Any] = {}

    @property
    def manifest(self) -> Mapping[str, Any]:
        """The raw `[manifest]` table."""
        found = self.top.get("manifest", {})
        return found if isinstance(found, dict) else {}

    @property
    def members(self) -> tuple[str, ...]:
        """The workspace's members; the single project at the root is not listed there by uv."""
        listed = self.manifest.get("members", [])
        return tuple(it for it in listed if isinstance(it, str)) if isinstance(listed, list) else ()

    @property
    def root(self) -> Pin | None:
        """The package that is the workspace's own root, if that has a `[project]`."""
        for pin in self.pins:
            if pin.source.is_tree and pin.source.location == ".":
                return pin
        return None

    def named(self, name: str) -> tuple[Pin, ...]:
        """All pins of one name: more than one where the resolution forked."""
        return tuple(pin for pin in self.pins if pin.name == name)


class Stale(NamedTuple):
    """One difference, and the entry of which member's manifest it is about.

    `sure` is False where only uv can say whether the lockfile still fits.
    """

    message: str
    member: str = ""
    key: Key = ()
    sure: bool = True

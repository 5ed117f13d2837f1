"""What a pyproject.toml says, each thing with the place where it says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from .text import Lines, Range, Span

if TYPE_CHECKING:
    # The command line needs this module for names alone, also where it reads no requirement.
    from .versions.requirement import Requirement

Key = tuple[str | int, ...]
"""A path into a TOML document: keys, and indices of arrays."""

SectionKind = Literal["dependencies", "extra", "group"]


class Section(NamedTuple):
    """Which list of the manifest a dependency stands in; `name` is the extra's or group's."""

    kind: SectionKind
    name: str = ""

    @property
    def words(self) -> str:
        """How people call it."""
        return "dependencies" if self.kind == "dependencies" else f"{self.kind} `{self.name}`"


class Dependency(NamedTuple):
    """One requirement of a manifest; `name` is normalized, `text` as it was written."""

    name: str
    text: str
    span: Span
    section: Section
    requirement: Requirement
    key: Key


class Include(NamedTuple):
    """`{include-group = "…"}` in a dependency group (PEP 735)."""

    group: str
    includes: str
    span: Span


class Manifest(NamedTuple):
    """A manifest as it was understood; `data` is what TOML gave, values of any type.

    `spans` tells where the value of a key stands, `keys` where the key itself does.
    """

    lines: Lines
    data: Mapping[str, Any]
    name: str = ""
    dependencies: tuple[Dependency, ...] = ()
    includes: tuple[Include, ...] = ()
    spans: Mapping[Key, Span] = {}
    keys: Mapping[Key, Span] = {}
    readable: bool = True

    def at(self, *key: str | int) -> Any:
        """The value at a key, whatever its type; None where there is none."""
        found: Any = self.data
        for part in key:
            if isinstance(found, dict) or (isinstance(found, list) and isinstance(part, int)):
                try:
                    found = found[part]  # type: ignore[index]
                except (KeyError, IndexError):
                    return None
            else:
                return None
        return found

    def table(self, *key: str | int) -> dict[str, Any]:
        """The table at a key; an empty one where there is none or something else."""
        found = self.at(*key)
        return found if isinstance(found, dict) else {}

    def strings(self, *key: str | int) -> tuple[str, ...]:
        """The strings of the array at a key."""
        found = self.at(*key)
        return tuple(it for it in found if isinstance(it, str)) if isinstance(found, list) else ()

    def string(self, *key: str | int) -> str:
        """The string at a key; empty where there is none."""
        found = self.at(*key)
        return found if isinstance(found, str) else ""

    def range(self, *key: str | int) -> Range:
        """Where a value stands; failing that its key, its nearest parent, `[project]`, the top."""
        while key:
            span = self.spans.get(key) or self.keys.get(key)
            if span:
                return self.lines.range(span)
            key = key[:-1]
        return self.project_range

    @property
    def project_range(self) -> Range:
        """Where findings about the whole project are shown: `[project]`, else the first line."""
        for key in (("project",), ("project", "name"), ("tool", "uv")):
            if key in self.keys:
                return self.lines.range(self.keys[key])
        return self.lines.range(self.lines.line_span(0))

    @property
    def extras(self) -> dict[str, str]:
        """Normalized names of the extras, each with its spelling."""
        return _normalized(self.table("project", "optional-dependencies"))

    @property
    def groups(self) -> dict[str, str]:
        """Normalized names of the dependency groups, each with its spelling."""
        groups = _normalized(self.table("dependency-groups"))
        if self.at("tool", "uv", "dev-dependencies") is not None:
            groups.setdefault("dev", "dev")
        return groups


def normalize(name: str) -> str:
    """A name as PEP 503 compares it."""
    return "-".join(part for part in _pieces(name) if part)


def _pieces(name: str) -> list[str]:
    return name.lower().replace("_", "-").replace(".", "-").split("-")


def _normalized(table: Mapping[str, Any]) -> dict[str, str]:
    return {normalize(name): name for name in table}

"""The values of a parsed pyproject.toml, with their places in the text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from .text import Lines, Range, Span

if TYPE_CHECKING:
    # Not at run time: the command line needs this module for `normalize`, without requirements.
    from .versions.requirement import Requirement

Key = tuple[str | int, ...]
"""A path into a TOML document: keys, and indices of arrays."""

SectionKind = Literal["dependencies", "extra", "group"]


class Section(NamedTuple):
    """The list of a manifest that a dependency is in.

    Attributes:
        kind: `[project.dependencies]`, an extra or a dependency group.
        name: the normalized name of the extra or group; empty for `dependencies`.
    """

    kind: SectionKind
    name: str = ""

    @property
    def words(self) -> str:
        """The list as text for messages, such as "extra `tables`"."""
        return "dependencies" if self.kind == "dependencies" else f"{self.kind} `{self.name}`"


class Dependency(NamedTuple):
    """One requirement of a manifest.

    Attributes:
        name: the normalized name of the package.
        text: the requirement as written.
        span: its place in the text.
        section: the list that it is in.
        requirement: the parsed requirement.
        key: its key in the TOML document, which ends with its index in the list.
    """

    name: str
    text: str
    span: Span
    section: Section
    requirement: Requirement
    key: Key


class Include(NamedTuple):
    """`{include-group = "…"}` in a dependency group (PEP 735).

    Attributes:
        group: the normalized name of the group that it is in.
        includes: the normalized name of the included group.
        span: its place in the text.
    """

    group: str
    includes: str
    span: Span


class Manifest(NamedTuple):
    """A parsed manifest, as far as it was valid.

    Attributes:
        lines: the text.
        data: the TOML document, with values of any type; empty if it is not TOML.
        name: the normalized name of the project; empty without a valid `project.name`.
        dependencies: the valid requirements of all its lists.
        includes: the included groups.
        spans: where the value of each key is.
        keys: where each key itself is.
        readable: False if it is not TOML, or its file could not be read.
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
        """The value of a key, of any type; None if it does not exist."""
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
        """The table of a key; empty if it does not exist or is no table."""
        found = self.at(*key)
        return found if isinstance(found, dict) else {}

    def strings(self, *key: str | int) -> tuple[str, ...]:
        """The strings in the array of a key, without its other items; empty if it is no array."""
        found = self.at(*key)
        return tuple(it for it in found if isinstance(it, str)) if isinstance(found, list) else ()

    def string(self, *key: str | int) -> str:
        """The string of a key; empty if it does not exist or is no string."""
        found = self.at(*key)
        return found if isinstance(found, str) else ""

    def range(self, *key: str | int) -> Range:
        """The range of a value, or of its key; else of the nearest parent; else `project_range`.

        Args:
            key: the key of the value; need not exist.
        """
        while key:
            span = self.spans.get(key) or self.keys.get(key)
            if span:
                return self.lines.range(span)
            key = key[:-1]
        return self.project_range

    @property
    def project_range(self) -> Range:
        """The range of project-wide findings: `[project]`, `[tool.uv]`, or else the first line."""
        for key in (("project",), ("project", "name"), ("tool", "uv")):
            if key in self.keys:
                return self.lines.range(self.keys[key])
        return self.lines.range(self.lines.line_span(0))

    @property
    def extras(self) -> dict[str, str]:
        """The names of the extras as written, by their normalized names."""
        return _normalized(self.table("project", "optional-dependencies"))

    @property
    def groups(self) -> dict[str, str]:
        """The names of the dependency groups as written, by their normalized names.

        With the legacy `tool.uv.dev-dependencies` there always is a group `dev`, as in uv.
        """
        groups = _normalized(self.table("dependency-groups"))
        if self.at("tool", "uv", "dev-dependencies") is not None:
            groups.setdefault("dev", "dev")
        return groups


def normalize(name: str) -> str:
    """The normalized name by PEP 503, which is equal for equivalent spellings."""
    return "-".join(part for part in _pieces(name) if part)


def _pieces(name: str) -> list[str]:
    return name.lower().replace("_", "-").replace(".", "-").split("-")


def _normalized(table: Mapping[str, Any]) -> dict[str, str]:
    return {normalize(name): name for name in table}

"""Dependency groups with their includes resolved (PEP 735)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...model.manifest import Dependency, Manifest, Section, normalize
from .entry import Entry
from .lowering import Lowering, both

_SPECIFIER = re.compile(r"([<>=!~]=?=?)\s*(.+)")


def group_entries(lowering: Lowering, manifest: Manifest) -> dict[str, list[Entry]]:
    """The entries of each group by normalized name, those of included groups among them.

    A `requires-python` of a group (`tool.uv.dependency-groups`) is added to their markers. A group
    that includes itself is followed only once.

    Args:
        lowering: converts the requirements of the manifest.
        manifest: has the groups.
    """
    groups = _Groups(manifest)
    return {
        group: [
            entry._replace(marker=both(entry.marker, marker))
            for dependency, marker in groups.flat(group)
            for entry in lowering.in_section(dependency, Section("group", group))
        ]
        for group in groups.names
    }


def group_pythons(manifest: Manifest) -> dict[str, str]:
    """The `requires-python` of each group, joined with those of the groups that it includes.

    Returns specifiers by the normalized name of the group. A group is left out if neither it nor
    an included group has a `requires-python`.
    """
    if not manifest.table("tool", "uv", "dependency-groups"):
        return {}
    groups = _Groups(manifest)
    found = {group: ",".join(groups.pythons(group)) for group in groups.names}
    return {group: text for group, text in found.items() if text}


class _Groups:
    """Resolves includes; the `requires-python` of a group becomes a marker of its requirements."""

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self._own: dict[str, list[Dependency]] = {group: [] for group in manifest.groups}
        for dependency in manifest.dependencies:
            if dependency.section.kind == "group":
                self._own.setdefault(dependency.section.name, []).append(dependency)
        self._flat: dict[str, tuple[tuple[Dependency, str], ...]] = {}
        self._includes: dict[str, list[str]] = {}
        for include in manifest.includes:
            self._includes.setdefault(include.group, []).append(include.includes)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the groups, in the order of the manifest."""
        return tuple(self._own)

    def flat(self, group: str) -> tuple[tuple[Dependency, str], ...]:
        """The requirements of a group without duplicates, each with the marker that is added."""
        for it in self._inner_first(group) if group not in self._flat else ():
            if it not in self._flat:
                self._flat[it] = tuple(dict.fromkeys(self._flattened(it)))
        return self._flat[group]

    def _flattened(self, group: str) -> Iterator[tuple[Dependency, str]]:
        marker = " and ".join(_comparisons(self._python(group)))
        for dependency in self._own.get(group, ()):
            yield dependency, marker
        for included in self._includes.get(group, ()):
            for dependency, inner in self._flat.get(included, ()):
                yield dependency, both(inner, marker)

    def pythons(self, group: str) -> list[str]:
        """Every `requires-python` that applies to a group, the innermost first."""
        return [self._python(it) for it in self._inner_first(group) if self._python(it)]

    def _inner_first(self, group: str) -> list[str]:
        """A group and all groups that it includes, each after those that it includes itself.

        Depth first, without recursion: groups may be nested deeper than Python's call stack.
        """
        found: list[str] = []
        waiting = [(group, False)]
        seen: set[str] = set()
        while waiting:
            at, is_done = waiting.pop()
            if is_done:
                found.append(at)
            elif at not in seen:
                seen.add(at)
                waiting.append((at, True))
                waiting += [(it, False) for it in self._includes.get(at, ()) if it not in seen]
        return found

    def _python(self, group: str) -> str:
        table = self._manifest.table("tool", "uv", "dependency-groups")
        own = next((it for name, it in table.items() if normalize(name) == group), None)
        text = own.get("requires-python") if isinstance(own, dict) else None
        return text if isinstance(text, str) else ""


def _comparisons(specifier: str) -> Iterator[str]:
    """The comparisons of a marker that are equivalent to a specifier of Python versions."""
    for part in specifier.split(","):
        found = _SPECIFIER.fullmatch(part.strip())
        if found:
            yield f"python_full_version {found[1]} '{found[2]}'"

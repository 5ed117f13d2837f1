"""Dependency groups with their includes resolved (PEP 735)."""

from __future__ import annotations

import re

from ...model.manifest import Manifest
from .lowering import Lowering, both
from .requirements import Entry

_SPECIFIER = re.compile(r"([<>=!~]=?=?)\s*(.+)")


def group_entries(lowering: Lowering, manifest: Manifest) -> dict[str, list[Entry]]:
    """The entries of each group by its normalized name; a group that includes itself ends there."""
    own: dict[str, list[Entry]] = {group: [] for group in manifest.groups}
    for dependency in manifest.dependencies:
        if dependency.section.kind == "group":
            own.setdefault(dependency.section.name, []).extend(lowering.entries(dependency))
    markers = {group: _python_marker(manifest, group) for group in own}
    includes: dict[str, list[str]] = {}
    for include in manifest.includes:
        includes.setdefault(include.group, []).append(include.includes)
    flat = _Flat(own, includes, markers)
    return {group: flat.entries(group, ()) for group in own}


class _Flat:
    """Follows includes; each group's own `requires-python` goes along as a marker."""

    def __init__(
        self, own: dict[str, list[Entry]], includes: dict[str, list[str]], markers: dict[str, str]
    ) -> None:
        self._own = own
        self._includes = includes
        self._markers = markers

    def entries(self, group: str, above: tuple[str, ...]) -> list[Entry]:
        if group in above:
            return []
        found = list(self._own.get(group, ()))
        for included in self._includes.get(group, ()):
            found.extend(self.entries(included, (*above, group)))
        marker = self._markers.get(group, "")
        return [it._replace(marker=both(it.marker, marker)) for it in found]


def _python_marker(manifest: Manifest, group: str) -> str:
    """`[tool.uv.dependency-groups] dev = {requires-python = ">=3.12"}` as a marker."""
    text = manifest.string("tool", "uv", "dependency-groups", group, "requires-python")
    parts = [part.strip() for part in text.split(",") if part.strip()]
    comparisons = (_SPECIFIER.fullmatch(part) for part in parts)
    return " and ".join(f"python_full_version {it[1]} '{it[2]}'" for it in comparisons if it)

"""Dependency groups with their includes resolved (PEP 735)."""

from __future__ import annotations

from ...model.manifest import Manifest
from .lowering import Lowering
from .requirements import Entry


def group_entries(lowering: Lowering, manifest: Manifest) -> dict[str, list[Entry]]:
    """The entries of each group by its normalized name; a group that includes itself ends there."""
    own: dict[str, list[Entry]] = {group: [] for group in manifest.groups}
    for dependency in manifest.dependencies:
        if dependency.section.kind == "group":
            own.setdefault(dependency.section.name, []).extend(lowering.entries(dependency))
    includes: dict[str, list[str]] = {}
    for include in manifest.includes:
        includes.setdefault(include.group, []).append(include.includes)
    return {group: _flat(group, own, includes, ()) for group in own}


def _flat(
    group: str,
    own: dict[str, list[Entry]],
    includes: dict[str, list[str]],
    above: tuple[str, ...],
) -> list[Entry]:
    if group in above:
        return []
    found = list(own.get(group, ()))
    for included in includes.get(group, ()):
        found.extend(_flat(included, own, includes, (*above, group)))
    return found

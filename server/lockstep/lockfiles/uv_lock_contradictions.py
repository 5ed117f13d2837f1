"""Finds inconsistencies for which uv refuses a well-formed lockfile, such as dangling references.

The rules are those of `Lock::new`, `PackageWire::unwire` and `PackageIdForDependency::unwire` in
`uv-lock/src/lock/mod.rs`. They apply to the whole lockfile, whatever the selection is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from ..model.manifest import normalize
from ..model.markers import MarkerProblem, parse
from ..model.pins import Edge, Pin
from ..model.urls import unquoted
from ..model.versions.version import read_version, same_version


class Contradiction(NamedTuple):
    """An inconsistency: a pin, and a message on what is wrong with it."""

    pin: Pin
    message: str


def contradictions(pins: tuple[Pin, ...]) -> Iterator[Contradiction]:
    """All inconsistencies of a lockfile, in the order of its pins; nothing if it is consistent."""
    by_name: dict[str, list[Pin]] = {}
    for pin in pins:
        by_name.setdefault(normalize(pin.name), []).append(pin)
    for pin in pins:
        same = by_name[normalize(pin.name)]
        if len(same) > 1 and any(_is_same(it, pin) for it in same if it.offset < pin.offset):
            yield Contradiction(pin, f"{pin.label} is listed twice")
        if pin.odd_wheel:
            yield Contradiction(pin, f"{pin.label} has a wheel of another version: {pin.odd_wheel}")
        for edges in (pin.dependencies, *pin.extras.values(), *pin.groups.values()):
            twice = next((it for at, it in enumerate(edges) if it in edges[:at]), None)
            if twice is not None:
                yield Contradiction(pin, f"{pin.label} depends on {twice.name} twice")
            odd = next((it for it in edges if it.marker and not _is_marker(it.marker)), None)
            if odd is not None:
                message = f"{pin.label} depends on {odd.name} with an invalid marker: {odd.marker}"
                yield Contradiction(pin, message)
        for edge in chain(pin.dependencies, *pin.extras.values(), *pin.groups.values()):
            wrong = _wrong_reference(
                edge, by_name.get(edge.name) or by_name.get(normalize(edge.name), [])
            )
            if wrong:
                yield Contradiction(pin, f"{pin.label} depends on {wrong}")


def _is_marker(text: str) -> bool:
    try:
        parse(text)
    except (MarkerProblem, RecursionError):
        return False
    return True


def _is_same(one: Pin, other: Pin) -> bool:
    return one.source == other.source and _same_version(one.version, other.version)


def _wrong_reference(edge: Edge, pins: list[Pin]) -> str:
    """Why an edge does not lead to exactly one pin; empty if it does."""
    if len(pins) == 1 and not edge.version and edge.source is None:
        return ""
    label = f"{edge.name} {edge.version}".rstrip()
    if not pins:
        return f"{label}, which is not pinned"
    if edge.source is None and len(pins) > 1:
        return f"{label}, which is pinned {len(pins)} times, and the dependency names no source"
    source = edge.source or pins[0].source
    if not edge.version and len(pins) > 1 and not source.is_tree:
        return f"{label}, which is pinned {len(pins)} times, and the dependency names no version"
    version = edge.version or (pins[0].version if len(pins) == 1 else "")
    found = any(it.source == source and _same_version(it.version, version) for it in pins)
    return "" if found else f"{label}, which is pinned in another version or from another source"


def odd_wheel(version: str, names: Iterable[str]) -> str:
    """The file name of the first wheel with another version than its pin; empty if there is none.

    A file name without a version, and an invalid version, are accepted.

    Args:
        version: the version of the pin. A wheel with a local version fits a pin without it.
        names: the file names of the wheels.
    """
    for name in names:
        parts = unquoted(name).split("-")
        if len(parts) > 2 and not _fits(version, parts[1].replace("_", "-")):
            return name
    return ""


def _fits(version: str, of_wheel: str) -> bool:
    if version == of_wheel:
        return True
    try:
        is_same = same_version(version, of_wheel)
        return is_same or read_version(version).normal == read_version(of_wheel).public
    except ValueError:
        return True


def _same_version(one: str, other: str) -> bool:
    if one == other:
        return True
    try:
        return bool(one and other) and same_version(one, other)
    except ValueError:
        return False

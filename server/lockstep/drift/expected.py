"""Computes the pins that one environment must have, from a lockfile and a selection.

The walk is uv's (`uv-lock/src/lock/installable.rs`): from the selected members along the edges with
true markers. If the lockfile has conflicts, an earlier walk finds the active extras, on which those
markers depend.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ..model.manifest import Section
from ..model.markers import Evaluator
from ..model.pins import Edge, Lockfile, Pin
from .roots import Roots

PRODUCTION = Section("dependencies")


class ReachedFrom(NamedTuple):
    """How a pin was reached first.

    Attributes:
        parent: the pin that requires it; None if it was selected itself.
        section: the list of `parent` that it is in; without `parent`, the list of the root, or
            `dependencies` for a selected member.
    """

    parent: Pin | None
    section: Section


class Expected(NamedTuple):
    """The pins of one environment.

    Attributes:
        pins: the pins by name.
        steps: how each was reached, by name.
        active: the active conflict items, as in markers; `expect` leaves it empty.
    """

    pins: dict[str, Pin]
    steps: dict[str, ReachedFrom]
    active: frozenset[str] = frozenset()


class AmbiguousPin(ValueError):
    """The lockfile is inconsistent: two versions of a package would be in one environment."""


Start = tuple[Pin, Section]


def expect(lockfile: Lockfile, roots: Roots, values: Mapping[str, str]) -> Expected:
    """The pins that these roots require for these marker values, as uv selects them.

    Args:
        lockfile: the lockfile.
        roots: where the walk starts.
        values: the values of the environment markers, by their names in PEP 508.

    Raises:
        AmbiguousPin: two versions of one package are reached.
    """
    evaluator = Evaluator(values)
    if lockfile.conflicts:
        active = _activated(lockfile, roots, evaluator)
        evaluator = evaluator.with_active(active)
    walk = _Walk(lockfile, evaluator)
    walk.start(roots)
    walk.run()
    return walk.expected()


def reachable(
    lockfile: Lockfile, starts: Iterable[Start], evaluator: Evaluator
) -> set[tuple[str, str]]:
    """The names and versions of all pins that these lists of members require.

    These are the pins along edges with true markers, without the members themselves unless
    another package requires them.

    Args:
        lockfile: the lockfile.
        starts: members, each with one of its lists.
        evaluator: for the markers of the edges, with the active conflict items.
    """
    walk = _Walk(lockfile, evaluator)
    for pin, section in starts:
        walk.enter(pin, section)
    walk.run()
    return {(pin.name, pin.version) for pin in walk.reached}


def _activated(lockfile: Lockfile, roots: Roots, evaluator: Evaluator) -> frozenset[str]:
    """All active conflict items: the selected ones, and extras named by edges that are reached.

    An extra can make further markers true, so the walk is repeated until no item is added.
    """
    active = frozenset(roots.conflict_items())
    while True:
        walk = _Walk(lockfile, evaluator.with_active(active), collects=True)
        walk.start(roots)
        walk.run()
        grown = active | walk.activated
        if grown == active:
            return active
        active = grown


class _Walk:
    """A breadth-first walk over pins and their extras."""

    def __init__(self, lockfile: Lockfile, evaluator: Evaluator, *, collects: bool = False) -> None:
        self.reached: list[Pin] = []
        self.steps: dict[str, ReachedFrom] = {}
        self.activated: set[str] = set()
        self._evaluator = evaluator
        self._collects = collects
        self._lockfile = lockfile
        self._by_name: dict[str, list[Pin]] = {}
        for pin in lockfile.pins:
            self._by_name.setdefault(pin.name, []).append(pin)
        self._queue: deque[tuple[Pin, str]] = deque()
        # By id(), because a pin contains mappings, which cannot be hashed.
        self._seen: set[tuple[int, str]] = set()
        self._known: set[int] = set()

    def start(self, roots: Roots) -> None:
        """Put the selected members and their lists into the queue."""
        if roots.production:
            for pin in roots.pins:
                self._reach(pin, ReachedFrom(None, PRODUCTION))
        for pin, section in roots.starts():
            self.enter(pin, section)
        for entry, section in roots.requirements():
            self._enter_requirement(entry, section)

    def enter(self, pin: Pin, section: Section) -> None:
        """Follow one list of a pin."""
        if section.kind == "group":
            self._follow(pin, section, pin.groups.get(section.name, ()))
        elif section.kind == "extra":
            self._push(pin, section.name)
        else:
            self._push(pin, "")

    def run(self) -> None:
        """Follow all edges until the queue is empty."""
        while self._queue:
            pin, extra = self._queue.popleft()
            if extra:
                self._follow(pin, Section("extra", extra), pin.extras.get(extra, ()))
            else:
                self._follow(pin, PRODUCTION, pin.dependencies)

    def expected(self) -> Expected:
        pins: dict[str, Pin] = {}
        for pin in self.reached:
            if pins.setdefault(pin.name, pin) is not pin:
                labels = f"{pins[pin.name].label} and {pin.label}"
                raise AmbiguousPin(f"{labels} would both be installed")
        return Expected(pins, self.steps)

    def _follow(self, pin: Pin, section: Section, edges: tuple[Edge, ...]) -> None:
        for edge in edges:
            if edge.marker and not self._holds(edge):
                continue
            target = self._target(edge)
            if target is not None:
                self._reach(target, ReachedFrom(pin, section))
                self._enter_with_extras(target, edge.extras)

    def _holds(self, edge: Edge) -> bool:
        if not (self._collects and edge.extras):
            return self._evaluator(edge.marker)
        # In the walk for active extras, the marker of an edge may depend on its own extras.
        active = self._evaluator.active | {_extra_item(edge.name, it) for it in edge.extras}
        return self._evaluator.with_active(active)(edge.marker)

    def _target(self, edge: Edge) -> Pin | None:
        pins = self._by_name.get(edge.name, ())
        if len(pins) == 1:
            return pins[0]
        for pin in pins:
            if edge.version in ("", pin.version) and edge.source in (None, pin.source):
                return pin
        return None

    def _enter_with_extras(self, pin: Pin, extras: tuple[str, ...]) -> None:
        self._push(pin, "")
        for extra in extras:
            self.activated.add(_extra_item(pin.name, extra))
            self._push(pin, extra)

    def _enter_requirement(self, entry: Mapping[str, Any], section: Section) -> None:
        marker = entry.get("marker", "")
        if isinstance(marker, str) and self._evaluator(marker):
            pin = self._by_markers(str(entry.get("name", "")))
            if pin is not None:
                self._reach(pin, ReachedFrom(None, section))
                extras = entry.get("extras", [])
                self._enter_with_extras(pin, tuple(extras) if isinstance(extras, list) else ())

    def _by_markers(self, name: str) -> Pin | None:
        for pin in self._by_name.get(name, ()):
            markers = pin.resolution_markers
            if not markers or any(self._evaluator(marker) for marker in markers):
                return pin
        return None

    def _reach(self, pin: Pin, step: ReachedFrom) -> None:
        if id(pin) not in self._known:
            self._known.add(id(pin))
            self.reached.append(pin)
            self.steps.setdefault(pin.name, step)

    def _push(self, pin: Pin, extra: str) -> None:
        key = (id(pin), extra)
        if key not in self._seen:
            self._seen.add(key)
            self._queue.append((pin, extra))


def _extra_item(package: str, extra: str) -> str:
    return f"extra-{len(package)}-{package}-{extra}"


def sections(pin: Pin) -> Iterator[Section]:
    """The lists of a pin besides its dependencies: first its extras, then its groups."""
    for extra in pin.extras:
        yield Section("extra", extra)
    for group in pin.groups:
        yield Section("group", group)

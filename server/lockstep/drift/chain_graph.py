"""The dependencies of a lockfile as a graph of lists, for the search for chains. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

from ..model.manifest import Section
from ..model.pins import Edge, Edges, Lockfile, Pin, Source

PRODUCTION = Section("dependencies")

_WORKSPACE = Pin("", "", Source("virtual", "."))
"""Stands for a workspace's root without `[project]`, which has requirements but no pin."""

Node = tuple[int, Section]
"""A list of a pin, which is identified by its index."""


class Step(NamedTuple):
    """An edge of the graph: the required pin by its index, and the edge of the lockfile."""

    target: int
    edge: Edge


class Graph:
    """The lists of all pins and the edges between them; pins are identified by their index.

    Attributes:
        pins: the pins of the lockfile, and as the last one a pin without name that stands for a
            root without `[project]`.
        starts: the lists of the members, and the nonempty ones of a root without `[project]`.

    Args:
        lockfile: the lockfile.
        first: the names of the members with the lists that come first in `starts`.
    """

    def __init__(self, lockfile: Lockfile, first: Collection[str]) -> None:
        self.pins = (*lockfile.pins, _WORKSPACE)
        self._members = _members(lockfile, first)
        self._numbers: dict[str, list[int]] = {}
        for number, pin in enumerate(lockfile.pins):
            self._numbers.setdefault(pin.name, []).append(number)
        self._steps: dict[Node, tuple[Step, ...]] = {}
        self.starts = [
            (number, section) for number in self._starting() for section in self._add(number)
        ]
        for number in range(len(lockfile.pins)):
            self._add(number)
        self.starts += self._add_workspace(lockfile)

    def nodes(self) -> Iterable[Node]:
        """All lists of all pins, also the empty ones."""
        return self._steps

    def steps(self, node: Node) -> tuple[Step, ...]:
        """The edges of a list, one for each pin that fits; empty for an unknown list."""
        return self._steps.get(node, ())

    def entered(self, step: Step) -> Iterator[Node]:
        """The lists of the required pin that an edge includes: its dependencies and its extras.

        A list of an extra that does not exist has no edges.
        """
        yield step.target, PRODUCTION
        for extra in step.edge.extras:
            yield step.target, Section("extra", extra)

    def reached(self, starts: Iterable[Node]) -> set[Node]:
        """All lists that these lists include, directly or through others, and these themselves.

        Markers are not evaluated.
        """
        found = set(starts)
        waiting = list(found)
        while waiting:
            for step in self.steps(waiting.pop()):
                fresh = [it for it in self.entered(step) if it not in found]
                found.update(fresh)
                waiting += fresh
        return found

    def _starting(self) -> list[int]:
        numbers = [self._numbers.get(it, ()) for it in self._members]
        return [it for found in numbers for it in found if self.pins[it].source.is_tree]

    def _add(self, number: int) -> list[Section]:
        """Add the lists of a pin; returns them."""
        pin = self.pins[number]
        lists = {PRODUCTION: pin.dependencies}
        lists |= {Section("extra", it): edges for it, edges in pin.extras.items()}
        lists |= {Section("group", it): edges for it, edges in pin.groups.items()}
        for section, edges in lists.items():
            self._set(number, section, edges)
        return [*lists]

    def _add_workspace(self, lockfile: Lockfile) -> list[Node]:
        """Add the requirements of a root without `[project]`, which are in `[manifest]`."""
        number = len(lockfile.pins)
        groups = lockfile.manifest.get("dependency-groups")
        lists = {PRODUCTION: _edges(lockfile.manifest.get("requirements"))}
        for group, entries in groups.items() if isinstance(groups, dict) else ():
            lists[Section("group", group)] = _edges(entries)
        for section, edges in lists.items():
            self._set(number, section, edges)
        return [(number, section) for section, edges in lists.items() if edges]

    def _set(self, number: int, section: Section, edges: Edges) -> None:
        steps = (Step(target, edge) for edge in edges for target in self._targets(edge))
        self._steps[number, section] = tuple(steps)

    def _targets(self, edge: Edge) -> Iterator[int]:
        for number in self._numbers.get(edge.name, ()):
            pin = self.pins[number]
            if edge.version in ("", pin.version) and edge.source in (None, pin.source):
                yield number


def distances_to(graph: Graph, name: str) -> dict[Node, int]:
    """The smallest number of steps from each list to a package; markers are not evaluated.

    No chain from a list is shorter, which the search needs to find the shortest chains first.

    Args:
        graph: the lists and the edges between them.
        name: the normalized name of the package.

    Returns the numbers by list: 1 for a list that requires the package itself. Lists that do not
    lead to it are absent.
    """
    before: dict[Node, list[Node]] = {}
    found: dict[Node, int] = {}
    queue: deque[Node] = deque()
    for node in graph.nodes():
        for step in graph.steps(node):
            if graph.pins[step.target].name == name:
                if node not in found:
                    found[node] = 1
                    queue.append(node)
                continue
            for entered in graph.entered(step):
                before.setdefault(entered, []).append(node)
    while queue:
        node = queue.popleft()
        for it in before.get(node, ()):
            if it not in found:
                found[it] = found[node] + 1
                queue.append(it)
    return found


def _members(lockfile: Lockfile, first: Collection[str]) -> list[str]:
    root = lockfile.root
    names = lockfile.members or ((root.name,) if root else ())
    return sorted(names, key=lambda it: it not in first)


def _edges(entries: Any) -> Edges:
    """The entries of a list in `[manifest]` as edges, without entries of another form."""
    tables = [it for it in entries if isinstance(it, dict)] if isinstance(entries, list) else []
    return tuple(_edge(it) for it in tables)


def _edge(entry: dict[str, Any]) -> Edge:
    extras = entry.get("extras", [])
    named = tuple(it for it in extras if isinstance(it, str)) if isinstance(extras, list) else ()
    return Edge(str(entry.get("name", "")), extras=named, marker=str(entry.get("marker", "")))

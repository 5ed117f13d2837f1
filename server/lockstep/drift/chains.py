"""Finds the chains of dependencies from the members of a workspace to one package.

The search is best-first: the length so far plus the shortest distance to the package decides what
is followed next, so that the shortest chains are found first, whatever the lockfile looks like.
Markers are not evaluated.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

from ..model.manifest import Section
from ..model.pins import Lockfile, Pin
from .chain_graph import PRODUCTION, Graph, Node, Step, distances_to

MOST_STATES = 100_000
"""How many beginnings of chains a search keeps, once it has found a chain: about 30 MB."""


class Link(NamedTuple):
    """One step of a chain.

    Attributes:
        section: the list of the previous package in the chain that requires this one.
        pin: the required package.
        extras: its extras that are required.
        marker: the condition; empty for none.
    """

    section: Section
    pin: Pin
    extras: tuple[str, ...] = ()
    marker: str = ""


class Start(NamedTuple):
    """A list at which chains begin.

    Attributes:
        member: the member that has the list; empty for a root without `[project]`.
        section: the list.
        is_selected: the present selection includes it, maybe through another member.
    """

    member: str
    section: Section
    is_selected: bool = False


class Chain(NamedTuple):
    """A chain of dependencies from a member to a package.

    Attributes:
        start: the list at which the chain begins.
        version: the version of the member; empty if it is dynamic or the root has no `[project]`.
        links: the steps; the last one leads to the package.
    """

    start: Start
    version: str
    links: tuple[Link, ...]


class Chains(NamedTuple):
    """The result of a search.

    Attributes:
        chains: the chains, the shortest first.
        starts: all lists from which any chain leads to the package.
        is_complete: False if there may be more chains.
        states: how many beginnings of chains the search has kept.
    """

    chains: tuple[Chain, ...] = ()
    starts: tuple[Start, ...] = ()
    is_complete: bool = True
    states: int = 0


def chains_to(
    name: str,
    lockfile: Lockfile,
    selected: Collection[tuple[str, Section]],
    most: int,
    most_states: int = MOST_STATES,
) -> Chains:
    """The chains that lead to a package from any list of any member.

    Args:
        name: the normalized name of the package.
        lockfile: the lockfile.
        selected: the selected lists, each with its member; see `chain_options`. Of chains of one
            length, those of the selected members come first.
        most: how many chains are wanted; the shortest are returned.
        most_states: the limit for the work: the search ends when it has kept as many beginnings of
            chains, but not before the first chain.
    """
    graph = Graph(lockfile, {member for member, _ in selected})
    search = _Search(graph, name, selected, most_states)
    found: list[Chain] = []
    for chain in search.run():
        if len(found) == most:
            return Chains(tuple(found), search.starts, is_complete=False, states=search.states)
        found.append(chain)
    return Chains(tuple(found), search.starts, not search.is_cut, search.states)


class _Path(NamedTuple):
    """The beginning of a chain, as a linked list; its first element has no `step`."""

    node: Node
    step: Step | None = None
    before: _Path | None = None


class _Search:
    def __init__(
        self, graph: Graph, name: str, selected: Collection[tuple[str, Section]], most_states: int
    ) -> None:
        self.states = 0
        self.is_cut = False
        self._graph = graph
        self._name = name
        self._most = most_states
        self._distances = distances_to(graph, name)
        self._selected = graph.reached(
            it for it in graph.starts if (graph.pins[it[0]].name, it[1]) in selected
        )
        leading = [it for it in graph.starts if it in self._distances]
        self.starts = tuple(self._start(it) for it in leading)
        self._heap: list[tuple[int, int, int, _Path]] = []
        self._order = count()
        for node in leading:
            self._push(_Path(node), 0)

    def run(self) -> Iterator[Chain]:
        """The chains, the shortest first; afterwards `is_cut` is True if the limit was reached."""
        is_any = False
        while self._heap:
            total, distance, _, path = heappop(self._heap)
            length = total - distance
            if distance == 0:
                is_any = True
                yield self._chain(path)
                continue
            if is_any and self.states >= self._most:
                self.is_cut = True
                return
            for step in self._graph.steps(path.node):
                self._follow(path, step, length + 1)

    def _follow(self, path: _Path, step: Step, length: int) -> None:
        if self._graph.pins[step.target].name == self._name:
            # The package itself: a chain does not go on behind it.
            node = (step.target, PRODUCTION)
            heappush(self._heap, (length, 0, next(self._order), _Path(node, step, path)))
            self.states += 1
            return
        for node in self._graph.entered(step):
            if node in self._distances and not _is_circle(path, node):
                self._push(_Path(node, step, path), length)

    def _push(self, path: _Path, length: int) -> None:
        distance = self._distances[path.node]
        # Of equal totals, the nearest to the package first: then the first chain is found at once.
        heappush(self._heap, (length + distance, distance, next(self._order), path))
        self.states += 1

    def _start(self, node: Node) -> Start:
        return Start(self._graph.pins[node[0]].name, node[1], node in self._selected)

    def _chain(self, path: _Path) -> Chain:
        links: list[Link] = []
        while path.step is not None and path.before is not None:
            edge, pin = path.step.edge, self._graph.pins[path.step.target]
            links.append(Link(path.before.node[1], pin, edge.extras, edge.marker))
            path = path.before
        return Chain(
            self._start(path.node), self._graph.pins[path.node[0]].version, tuple(reversed(links))
        )


def _is_circle(path: _Path, node: Node) -> bool:
    """Whether a list, or the dependencies of the same pin, are in a chain already.

    A chain may come back to a pin for another extra.
    """
    at: _Path | None = path
    while at is not None:
        if at.node == node or (at.node[0] == node[0] and node[1] == PRODUCTION):
            return True
        at = at.before
    return False

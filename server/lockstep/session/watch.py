"""Looking whether something has changed: a few stat calls for each project, once in a while."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .events import EnvironmentChanged, Event, PathChanged
from .fingerprint import Fingerprint, fingerprint, watched_paths
from .snapshot import Snapshot

_SETTLES_AFTER = 2
_LOOKS_AGAIN_AFTER = 30


class Watch:
    """Remembers how each project looked."""

    def __init__(self) -> None:
        self._signs: dict[str, Fingerprint] = {}
        self._unsettled: dict[str, int] = {}
        self._ticks = 0

    def know(self, snapshot: Snapshot) -> None:
        """This project has just been checked."""
        self._signs[snapshot.root] = fingerprint(watched_paths(snapshot.view))

    def forget(self, root: str) -> None:
        """This project has gone."""
        self._signs.pop(root, None)

    def look(self, snapshots: Iterable[Snapshot]) -> Iterator[Event]:
        """What has changed since; an installer writes for a while, so a change is told twice."""
        self._ticks += 1
        for snapshot in snapshots:
            root = snapshot.root
            sign = fingerprint(watched_paths(snapshot.view))
            if sign != self._signs.get(root):
                self._signs[root] = sign
                self._unsettled[root] = _SETTLES_AFTER
            if self._unsettled.get(root, 0) > 0:
                self._unsettled[root] -= 1
                yield EnvironmentChanged(root)
            elif self._ticks % _LOOKS_AGAIN_AFTER == 0:
                yield PathChanged(root)

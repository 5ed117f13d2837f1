"""Those who read files of an environment for long; a sync lets none of them go on."""

from __future__ import annotations

import threading

from ..host.cancellation import CancellationToken


class Readers:
    """Who reads in which project just now. Any thread may ask."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._reading: dict[str, list[CancellationToken]] = {}

    def begin(self, root: str, cancellation: CancellationToken) -> None:
        """Somebody begins to read in a project, and goes on until the end or until it is halted."""
        with self._changed:
            self._reading.setdefault(root, []).append(cancellation)

    def end(self, root: str, cancellation: CancellationToken) -> None:
        """It has closed all files."""
        with self._changed:
            self._reading[root].remove(cancellation)
            self._changed.notify_all()

    def end_all(self, root: str, seconds: float) -> None:
        """Halt all who read in a project, and wait for their end, but not for ever."""
        with self._changed:
            for cancellation in self._reading.get(root, ()):
                cancellation.set()
            self._changed.wait_for(lambda: not self._reading.get(root), seconds)

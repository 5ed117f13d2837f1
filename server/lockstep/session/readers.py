"""Requests that read many files of an environment, such as verify; a sync cancels them first."""

from __future__ import annotations

import threading

from ..host.cancellation import CancellationToken


class Readers:
    """The running readers of each project, by root; may be used in any thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._reading: dict[str, list[CancellationToken]] = {}

    def begin(self, root: str, cancellation: CancellationToken) -> None:
        """Register a reader of a project, which ends soon after `cancellation` is set."""
        with self._changed:
            self._reading.setdefault(root, []).append(cancellation)

    def end(self, root: str, cancellation: CancellationToken) -> None:
        """Unregister a reader that `begin` has registered, when it has closed all files."""
        with self._changed:
            self._reading[root].remove(cancellation)
            self._changed.notify_all()

    def end_all(self, root: str, seconds: float) -> None:
        """Cancel all readers of a project, and wait for their end, at most `seconds`."""
        with self._changed:
            for cancellation in self._reading.get(root, ()):
                cancellation.set()
            self._changed.wait_for(lambda: not self._reading.get(root), seconds)

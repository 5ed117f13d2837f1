"""A word from another thread: end what runs, and start nothing more."""

from __future__ import annotations

import threading
from collections.abc import Callable


class CancellationToken:
    """Set once and for all; what runs just then is ended."""

    def __init__(self) -> None:
        self.is_set = False
        self._lock = threading.Lock()
        self._end: Callable[[], object] | None = None

    def set(self) -> None:
        """End what runs."""
        with self._lock:
            self.is_set = True
            if self._end is not None:
                self._end()

    def watch(self, end: Callable[[], object] | None) -> None:
        """Say how to end what runs now; None where nothing runs any more."""
        with self._lock:
            self._end = end
            if end is not None and self.is_set:
                end()

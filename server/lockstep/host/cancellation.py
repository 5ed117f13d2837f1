"""The token by which one thread cancels the work of another."""

from __future__ import annotations

import threading
from collections.abc import Callable


class CancellationToken:
    """A request to cancel, which one thread makes and another obeys; it cannot be withdrawn.

    `set` ends the process that is registered by `watch`, and `stream` starts no process after it.

    Attributes:
        is_set: cancellation was requested.
    """

    def __init__(self) -> None:
        self.is_set = False
        self._lock = threading.Lock()
        self._end: Callable[[], object] | None = None

    def set(self) -> None:
        """Request cancellation, and call the registered callback, if there is one."""
        # Under the lock: `watch(None)` waits for it, so that no process is ended that is gone.
        with self._lock:
            self.is_set = True
            if self._end is not None:
                self._end()

    def watch(self, end: Callable[[], object] | None) -> None:
        """Register the callback that ends the running process, or remove the registered one.

        If the token is already set, the callback is called at once: `set` may have been called
        between the start of the process and this call.

        Args:
            end: called by each `set` until it is replaced or removed; None removes the registered
                one, when the process has ended.
        """
        with self._lock:
            self._end = end
            if end is not None and self.is_set:
                end()

"""Records which checks have been published to the client, and waits for that."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from .step import State


class PublishedChecks:
    """The number of the last published check of each project.

    `note` is called in the loop's thread, `wait` in any other one.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._numbers: Mapping[str, int] = {}

    def note(self, state: State) -> None:
        """Record that all checks that have ended in this state are published."""
        with self._changed:
            self._numbers = {root: it.done for root, it in state.projects.items()}
            self._changed.notify_all()

    def wait(self, root: str, number: int, seconds: float) -> None:
        """Wait until a check or a later one is published, its project is gone, or time is up.

        Args:
            root: the root of the project.
            number: the number of the check.
            seconds: the longest time to wait.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._numbers.get(root, number) >= number, seconds)

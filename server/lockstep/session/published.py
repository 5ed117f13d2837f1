"""How far the client knows each project, for those who wait until it does."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from .step import State


class PublishedChecks:
    """Noted in the session's thread, waited for in others."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._numbers: Mapping[str, int] = {}

    def note(self, state: State) -> None:
        """Every check that has ended has been told."""
        with self._changed:
            self._numbers = {root: it.done for root, it in state.projects.items()}
            self._changed.notify_all()

    def wait(self, root: str, number: int, seconds: float) -> None:
        """Until the check of that number has been told, or the project has gone."""
        with self._changed:
            self._changed.wait_for(lambda: self._numbers.get(root, number) >= number, seconds)

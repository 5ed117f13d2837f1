"""Asks uv in the background whether a lockfile still fits, where a check could not tell.

Only in a trusted workspace, since uv may run the builds of dependencies; and only while all texts
are saved, since uv reads the disk.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import NamedTuple

from ..errors import Refused
from ..host.cancellation import CancellationToken
from ..model.freshness import LockAnswer
from ..operations.preconditions import unsaved
from ..project.lock_freshness import LockQuestion
from ..project.snapshot import Snapshot
from ..project.uv.find_uv import find_uv
from .step import State, settings_for

Answered = Callable[[str, LockQuestion, LockAnswer], None]
"""Called with the root of a project and the answer, in the thread of the question."""


class _Asked(NamedTuple):
    key: tuple[object, ...]
    cancellation: CancellationToken


class LockAsker:
    """At most one question for a project, each in a thread of its own."""

    def __init__(self, variables: Mapping[str, str], answered: Answered, *, trusted: bool) -> None:
        self._variables = variables
        self._answered = answered
        self._trusted = trusted
        self._asked: dict[str, _Asked] = {}

    def look(self, snapshot: Snapshot, question: LockQuestion | None, state: State) -> None:
        """Ask, if the last check of a project left a question, unless it was asked before."""
        root = snapshot.root
        before = self._asked.get(root)
        if question is None or not self._trusted or unsaved(state.texts, snapshot.view):
            return
        if before is not None:
            if before.key == question.key:
                return
            before.cancellation.set()
        settings = settings_for(state, root)
        try:
            uv = find_uv(self._variables, (root,), settings.uv_path if settings else "")
        except Refused:
            return
        cancellation = CancellationToken()
        self._asked[root] = _Asked(question.key, cancellation)
        arguments = (root, question, uv, cancellation)
        threading.Thread(target=self._ask, args=arguments, name="lock", daemon=True).start()

    def forget(self, root: str) -> None:
        """Cancel the question about a project; a later check may ask it again."""
        asked = self._asked.pop(root, None)
        if asked is not None:
            asked.cancellation.set()

    def stop(self) -> None:
        """Cancel all questions."""
        for root in list(self._asked):
            self.forget(root)

    def _ask(
        self, root: str, question: LockQuestion, uv: str, cancellation: CancellationToken
    ) -> None:
        # Imported only here: most lockfiles are judged without uv.
        from ..project.uv.ask_uv import ask_fully

        answer = ask_fully(question, uv, self._variables, cancellation)
        if not cancellation.is_set:
            self._answered(root, question, answer)

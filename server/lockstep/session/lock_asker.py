"""Asks uv in the background whether a lockfile still fits, if a check is unsure.

This happens only in a trusted workspace, because uv may run the builds of dependencies, and only
while all texts are saved, because uv reads the disk.
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
from .client import Client
from .step import State, settings_for

Answered = Callable[[str, LockQuestion, LockAnswer], None]
"""Called with the root of a project, the question and its answer, in the thread of the question."""


class _Asked(NamedTuple):
    key: tuple[object, ...]
    cancellation: CancellationToken


class LockAsker:
    """Asks at most one question at a time for each project, in a separate thread.

    Args:
        variables: the environment variables.
        answered: called with each answer that was not cancelled.
        client: without its trust nothing is asked.
    """

    def __init__(self, variables: Mapping[str, str], answered: Answered, client: Client) -> None:
        self._variables = variables
        self._answered = answered
        self._client = client
        self._asked: dict[str, _Asked] = {}

    def look(self, snapshot: Snapshot, question: LockQuestion | None, state: State) -> None:
        """Ask a question after a check, unless the same one was asked before.

        Nothing is asked in an untrusted workspace, with unsaved texts, or without uv. A new
        question cancels an older one about the same project, and so does a check without one.

        Args:
            snapshot: the result of the check.
            question: what the check could not decide; None if it could.
            state: has the unsaved texts and the settings.
        """
        root = snapshot.root
        if question is None:
            self.forget(root)
            return
        before = self._asked.get(root)
        if not self._client.trusted or unsaved(state.texts, snapshot.view):
            return
        if before is not None:
            # Also if uv could not answer it: the answer would be the same.
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
        """Cancel the question about a project, if there is one; a later check may ask it again."""
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
        # Imported late: for most lockfiles uv need not be asked.
        from ..project.uv.ask_uv import ask_fully

        answer = ask_fully(question, uv, self._variables, cancellation)
        # The answer to a cancelled question is about an older state of the project.
        if not cancellation.is_set:
            self._answered(root, question, answer)

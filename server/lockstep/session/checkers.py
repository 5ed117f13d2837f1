"""The checkers of a session, one for each project, and the questions to uv about lockfiles."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..model.freshness import LockAnswer
from ..model.holder import CodeHolders
from ..project.checker import EVERY, Checker, CheckRequest
from ..project.lock_freshness import LockQuestion
from ..project.snapshot import Snapshot
from .client import Client
from .events import Event, LockAnswered
from .lock_asker import LockAsker
from .step import Job, State, settings_for


class Checkers:
    """The checkers of all projects; used only in the loop's thread.

    Args:
        variables: the environment variables.
        later: queues a function, which may return an event, for the loop's thread; may be called in
            any thread.
        client: without its trust no program is started, not even uv.
    """

    def __init__(
        self,
        variables: Mapping[str, str],
        later: Callable[[Callable[[], Event | None]], None],
        client: Client,
    ) -> None:
        self._variables = variables
        self._later = later
        self._client = client
        self._checkers: dict[str, Checker] = {}
        self._lock_asker = LockAsker(variables, self._answered, client)

    def is_known(self, root: str) -> bool:
        """Whether a project, given by its root, was checked before and not dropped since."""
        return root in self._checkers

    def check(self, job: Job, state: State, code_holders: CodeHolders) -> Snapshot:
        """Check a project, and ask uv in the background if the freshness is unsure.

        Args:
            job: the check to run.
            state: has the unsaved texts and the settings.
            code_holders: the processes that run old code, which the findings include.

        Raises:
            ProjectNotFound, Unreadable, OSError: as `find_project`.
        """
        checker = self._checkers.get(job.root)
        if checker is None:
            checker = self._checkers[job.root] = Checker(
                self._variables, trusted=self._client.trusted
            )
        request = CheckRequest(
            job.root,
            files=EVERY if job.files_number else (),
            texts=state.texts,
            settings=settings_for(state, job.root),
            find_code_holders=lambda _: code_holders,
        )
        checked = checker.check(request)
        found = Snapshot(job.root, job.number, *checked)
        self._lock_asker.look(found, checker.freshness.question, state)
        return found

    def drop(self, root: str) -> None:
        """Forget a project, and cancel the question about it; does nothing for an unknown one."""
        self._checkers.pop(root, None)
        self._lock_asker.forget(root)

    def stop(self) -> None:
        """Cancel the questions that run in the background."""
        self._lock_asker.stop()

    def _answered(self, root: str, question: LockQuestion, answer: LockAnswer) -> None:
        # Called in the thread of the question; a checker is used only in the loop's thread.
        def take() -> Event | None:
            if root in self._checkers:
                self._checkers[root].freshness.set_answer(question, answer)
            return LockAnswered(root)

        self._later(take)

"""Runs the syncs of a session: at most one for each project, each in a separate thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from ..errors import LockstepError, Refused, advice_on, said_by_system
from ..host.cancellation import CancellationToken
from ..model.intent import Intent
from ..model.outcome import Outcome
from ..model.project import project_name
from ..operations.request import SyncRequest, UpkeepKind
from .client import Client
from .events import SyncBegan, SyncEnded
from .loop import Loop
from .project_choice import choose_project, named_root
from .step import State, next_number, settings_for

_PATIENCE = 1.0
_READERS_SECONDS = 10.0

OnProjectProgress = Callable[[str, str], None]
"""Called with the root of a project, and a message on what its sync is doing."""


_TITLES: Mapping[UpkeepKind | None, str] = {
    None: "Syncing",
    "free": "Freeing",
    "sweep": "Sweeping",
    "delete": "Deleting the environment of",
}

_Operation = Callable[
    [SyncRequest, Mapping[str, str], Callable[[str], None], CancellationToken], Outcome
]


class SyncCommand(NamedTuple):
    """A command of a client, before its project is known.

    Attributes:
        path: a path in the project; empty for the only project of the session.
        intent: what the user requested; not used with `upkeep`.
        avoid: folders in which no program is run.
        upkeep: a command that runs no installer; None for the others.
        replace: the user has agreed that uv may replace an environment that the check would keep.
    """

    path: str
    intent: Intent = Intent()
    avoid: tuple[str, ...] = ()
    upkeep: UpkeepKind | None = None
    replace: bool = False

    def title(self, root: str) -> str:
        """The title of its progress, such as `Syncing demo`, for a project given by its root."""
        return f"{_TITLES[self.upkeep]} {project_name(root)}"


class Running(NamedTuple):
    """A running command: its thread, and the token that cancels it."""

    thread: threading.Thread
    cancellation: CancellationToken


class SyncThreads:
    """Starts and stops syncs.

    Args:
        loop: the loop of the session.
        variables: the environment variables.
        client: without its trust all commands are refused; its `on_change` is called when `words`
            has changed.

    Attributes:
        words: what is being done in each project with a running sync, by root; replaced as a whole,
            never changed.
    """

    def __init__(self, loop: Loop, variables: Mapping[str, str], client: Client) -> None:
        self.words: Mapping[str, str] = {}
        self._loop = loop
        self._variables = variables
        self._client = client
        self._lock = threading.Lock()
        self._running: list[Running] = []

    def start(
        self, command: SyncCommand, on_progress: OnProjectProgress, done: Callable[[Outcome], None]
    ) -> CancellationToken:
        """Start the thread of a command.

        Args:
            command: the command.
            on_progress: called in that thread with the root of the project and each message.
            done: called in that thread with the outcome, also for a refusal. If the command has
                begun, a check has been published before.

        Returns the token that cancels the command.
        """
        cancellation = CancellationToken()

        def work() -> None:
            done(self._sync(command, on_progress, cancellation))

        thread = threading.Thread(target=work, name="sync", daemon=True)
        # Threads that have ended are dropped here, so that the list does not grow.
        self._running = [it for it in self._running if it.thread.is_alive()]
        self._running.append(Running(thread, cancellation))
        thread.start()
        return cancellation

    def stop(self) -> None:
        """Cancel all running commands, and wait at most a second for each."""
        for running in self._running:
            running.cancellation.set()
        for running in self._running:
            running.thread.join(_PATIENCE)

    def _sync(
        self, command: SyncCommand, on_progress: OnProjectProgress, cancellation: CancellationToken
    ) -> Outcome:
        try:
            request = self._begin(command)
        except LockstepError as mistake:
            return Outcome("refused", mistake.message, hint=mistake.hint, code=mistake.code)
        except OSError as mistake:
            return Outcome("refused", said_by_system(mistake), hint=advice_on(mistake))
        # A reader such as verify would hold files, and see a partly changed environment.
        self._loop.readers.end_all(request.root, _READERS_SECONDS)
        title = command.title(request.root)

        def told(words: str) -> None:
            self._say(request.root, f"{title[0].lower()}{title[1:]}: {words}")
            on_progress(request.root, words)

        try:
            return _operation_of(command)(request, self._variables, told, cancellation)
        finally:
            self._end(request.root)
            self._say(request.root, "")

    def _begin(self, command: SyncCommand) -> SyncRequest:
        """The request of a command; from now on the loop does not check its project.

        Raises:
            Refused: the workspace is not trusted, the command is invalid, or as `choose_project`.
        """
        if not self._client.trusted:
            raise Refused("the workspace is not trusted", "trust it first")
        problem = command.intent.problem()
        if problem:
            raise Refused(problem.message, problem.hint)
        root = named_root(command.path, self._variables)
        # Before the question: a project that the session does not know yet is added.
        if root:
            self._loop.open_path(command.path)

        def question(state: State) -> tuple[SyncBegan, SyncRequest]:
            chosen = choose_project(state, command.path, root)
            path = command.path or chosen
            settings = settings_for(state, chosen)
            request = SyncRequest(
                command.intent, chosen, path, state.texts, settings, command.avoid
            )
            consent = (lambda _: True) if command.replace else None
            return SyncBegan(chosen), request._replace(
                deep=True, releaser=self._client.releaser, consent=consent
            )

        return self._loop.ask(question)

    def _end(self, root: str) -> None:
        """Let the loop check the project again, and wait until that check is published.

        Thus the client has the new diagnostics before the answer to its command.
        """
        number = self._loop.ask(lambda state: (SyncEnded(root), next_number(state, root)))
        self._loop.wait_until_told(root, number)

    def _say(self, root: str, words: str) -> None:
        with self._lock:
            others = {it: said for it, said in self.words.items() if it != root}
            self.words = {**others, root: words} if words else others
        self._client.on_change()


def _operation_of(command: SyncCommand) -> _Operation:
    """The function that runs a command; imported late, because the start does not need it."""
    if command.upkeep is None:
        from ..operations.sync import run_sync

        return run_sync
    from ..operations.upkeep import run_upkeep

    return partial(run_upkeep, command.upkeep)

"""The syncs of a session: at most one for a project, each in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from ..errors import Refused
from ..host.cancellation import CancellationToken
from ..model.intent import Intent
from ..model.outcome import Outcome
from ..model.project import project_name
from ..operations.release import HandleReleaser
from ..operations.request import SyncRequest, UpkeepKind
from .events import SyncBegan, SyncEnded
from .loop import Loop
from .project_choice import choose_project, named_root
from .step import State, next_number, settings_for

_PATIENCE = 1.0
_READERS_SECONDS = 10.0

OnProjectProgress = Callable[[str, str], None]
"""Told the root of a project, and what its sync does now."""


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
    """What somebody wants of which project; an empty path is the only project there is.

    With `upkeep` no installer is wanted, and the intent means nothing. `replace`: the user agrees
    that uv replaces the environment, which no check has announced.
    """

    path: str
    intent: Intent = Intent()
    avoid: tuple[str, ...] = ()
    upkeep: UpkeepKind | None = None
    replace: bool = False

    def title(self, root: str) -> str:
        """What is being done, in a few words."""
        return f"{_TITLES[self.upkeep]} {project_name(root)}"


class Running(NamedTuple):
    """A sync that was begun; `cancellation` ends it."""

    thread: threading.Thread
    cancellation: CancellationToken


class SyncThreads:
    """Starts syncs and ends them; `listener` is called whenever `words` has changed.

    `words` says of each root what is being done there just now; it is replaced, never changed.
    """

    def __init__(
        self,
        loop: Loop,
        variables: Mapping[str, str],
        listener: Callable[[], None],
        *,
        trusted: bool,
        releaser: HandleReleaser | None = None,
    ) -> None:
        self.words: Mapping[str, str] = {}
        self._loop = loop
        self._variables = variables
        self._listener = listener
        self._trusted = trusted
        self._releaser = releaser
        self._lock = threading.Lock()
        self._running: list[Running] = []

    def start(
        self, command: SyncCommand, on_progress: OnProjectProgress, done: Callable[[Outcome], None]
    ) -> CancellationToken:
        """Begin a sync; `on_progress` and `done` are called in its thread."""
        cancellation = CancellationToken()

        def work() -> None:
            done(self._sync(command, on_progress, cancellation))

        thread = threading.Thread(target=work, name="sync", daemon=True)
        self._running = [it for it in self._running if it.thread.is_alive()]
        self._running.append(Running(thread, cancellation))
        thread.start()
        return cancellation

    def stop(self) -> None:
        """End what runs; how it ends is waited for, but not for long."""
        for running in self._running:
            running.cancellation.set()
        for running in self._running:
            running.thread.join(_PATIENCE)

    def _sync(
        self, command: SyncCommand, on_progress: OnProjectProgress, cancellation: CancellationToken
    ) -> Outcome:
        try:
            request = self._begin(command)
        except Refused as mistake:
            return Outcome("refused", mistake.message, hint=mistake.hint)

        # Whoever reads there would hinder what is done there, and read half of it.
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
        """What is to be done; from now on nobody looks at the project."""
        if not self._trusted:
            raise Refused("trust the workspace first")
        problem = command.intent.problem()
        if problem:
            raise Refused(problem)
        root = named_root(command.path, self._variables)
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
                deep=True, releaser=self._releaser, consent=consent
            )

        return self._loop.ask(question)

    def _end(self, root: str) -> None:
        """Let the project be looked at again, and wait until that has been told."""
        number = self._loop.ask(lambda state: (SyncEnded(root), next_number(state, root)))
        self._loop.wait_until_told(root, number)

    def _say(self, root: str, words: str) -> None:
        with self._lock:
            others = {it: said for it, said in self.words.items() if it != root}
            self.words = {**others, root: words} if words else others
        self._listener()


def _operation_of(command: SyncCommand) -> _Operation:
    """Imported later than all else, because the server's start does not need it."""
    if command.upkeep is None:
        from ..operations.sync import run_sync

        return run_sync
    from ..operations.upkeep import run_upkeep

    return partial(run_upkeep, command.upkeep)

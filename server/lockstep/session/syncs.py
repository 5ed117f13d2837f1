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
from .events import SyncBegan, SyncEnded
from .loop import Loop
from .order import Order, UpkeepKind
from .others import Others
from .project_choice import choose_project, named_root
from .step import State, next_number, settings_for

_PATIENCE = 1.0
_READERS_SECONDS = 10.0

Hear = Callable[[str, str], None]
"""Told the root of a project, and what its sync does now."""


_TITLES: Mapping[UpkeepKind | None, str] = {
    None: "Syncing",
    "free": "Freeing",
    "sweep": "Sweeping",
    "delete": "Deleting the environment of",
}

_Work = Callable[[Order, Mapping[str, str], Callable[[str], None], CancellationToken], Outcome]


class Wish(NamedTuple):
    """What somebody wants of which project; an empty path is the only project there is.

    With `upkeep` no installer is wanted, and the intent means nothing.
    """

    path: str
    intent: Intent = Intent()
    avoid: tuple[str, ...] = ()
    upkeep: UpkeepKind | None = None

    def title(self, root: str) -> str:
        """What is being done, in a few words."""
        return f"{_TITLES[self.upkeep]} {project_name(root)}"


class Running(NamedTuple):
    """A sync that was begun; `cancellation` ends it."""

    thread: threading.Thread
    cancellation: CancellationToken


class Syncs:
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
        others: Others | None = None,
    ) -> None:
        self.words: Mapping[str, str] = {}
        self._loop = loop
        self._variables = variables
        self._listener = listener
        self._trusted = trusted
        self._others = others
        self._lock = threading.Lock()
        self._running: list[Running] = []

    def start(self, wish: Wish, hear: Hear, done: Callable[[Outcome], None]) -> CancellationToken:
        """Begin a sync; `hear` and `done` are called in its thread."""
        cancellation = CancellationToken()

        def work() -> None:
            done(self._sync(wish, hear, cancellation))

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

    def _sync(self, wish: Wish, hear: Hear, cancellation: CancellationToken) -> Outcome:
        try:
            order = self._begin(wish)
        except Refused as mistake:
            return Outcome("refused", mistake.message)

        # Whoever reads there would hinder what is done there, and read half of it.
        self._loop.readers.end_all(order.root, _READERS_SECONDS)
        title = wish.title(order.root)

        def told(words: str) -> None:
            self._say(order.root, f"{title[0].lower()}{title[1:]}: {words}")
            hear(order.root, words)

        try:
            return _work_of(wish)(order, self._variables, told, cancellation)
        finally:
            self._end(order.root)
            self._say(order.root, "")

    def _begin(self, wish: Wish) -> Order:
        """What is to be done; from now on nobody looks at the project."""
        if not self._trusted:
            raise Refused("trust the workspace first")
        problem = wish.intent.problem()
        if problem:
            raise Refused(problem)
        root = named_root(wish.path, self._variables)
        if root:
            self._loop.open_path(wish.path)

        def question(state: State) -> tuple[SyncBegan, Order]:
            chosen = choose_project(state, wish.path, root)
            path = wish.path or chosen
            settings = settings_for(state, chosen)
            order = Order(wish.intent, chosen, path, state.texts, settings, wish.avoid)
            return SyncBegan(chosen), order._replace(deep=True, others=self._others)

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


def _work_of(wish: Wish) -> _Work:
    """Imported later than all else, because the server's start does not need it."""
    if wish.upkeep is None:
        from .sync import run_sync

        return run_sync
    from .upkeep import run_upkeep

    return partial(run_upkeep, wish.upkeep)

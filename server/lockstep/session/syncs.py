"""The syncs of a session: at most one for a project, each in a thread of its own."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from typing import NamedTuple

from ..errors import Refused
from ..host.halt import Halt
from ..model.intent import Intent
from ..model.outcome import Outcome
from .events import SyncBegan, SyncEnded
from .files import Files
from .loop import Loop
from .order import Order
from .project_choice import choose_project
from .projects import root_above
from .step import State, next_number, settings_for

_PATIENCE = 1.0

Hear = Callable[[str, str], None]
"""Told the root of a project, and what its sync does now."""


class Wish(NamedTuple):
    """What somebody wants of which project; an empty path is the only project there is."""

    path: str
    intent: Intent
    avoid: tuple[str, ...] = ()


class Running(NamedTuple):
    """A sync that was begun; `halt` ends it."""

    thread: threading.Thread
    halt: Halt


class Syncs:
    """Starts syncs and ends them; `listener` is called whenever `words` has changed.

    `words` says of each root what its sync is doing just now; it is replaced, never changed.
    """

    def __init__(
        self,
        loop: Loop,
        variables: Mapping[str, str],
        listener: Callable[[], None],
        *,
        trusted: bool,
    ) -> None:
        self.words: Mapping[str, str] = {}
        self._loop = loop
        self._variables = variables
        self._listener = listener
        self._trusted = trusted
        self._lock = threading.Lock()
        self._running: list[Running] = []

    def start(self, wish: Wish, hear: Hear, done: Callable[[Outcome], None]) -> Halt:
        """Begin a sync; `hear` and `done` are called in its thread."""
        halt = Halt()

        def work() -> None:
            done(self._sync(wish, hear, halt))

        thread = threading.Thread(target=work, name="sync", daemon=True)
        self._running = [it for it in self._running if it.thread.is_alive()]
        self._running.append(Running(thread, halt))
        thread.start()
        return halt

    def stop(self) -> None:
        """End what runs; how it ends is waited for, but not for long."""
        for running in self._running:
            running.halt.set()
        for running in self._running:
            running.thread.join(_PATIENCE)

    def _sync(self, wish: Wish, hear: Hear, halt: Halt) -> Outcome:
        try:
            order = self._begin(wish)
        except Refused as mistake:
            return Outcome("refused", mistake.message)

        def told(words: str) -> None:
            self._say(order.root, words)
            hear(order.root, words)

        # Later than all else, because the server's start does not need it.
        from .sync import run_sync

        try:
            return run_sync(order, self._variables, told, halt)
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
        if wish.path and not os.path.isabs(wish.path):
            raise Refused(f"{wish.path} is not an absolute path")
        root = root_above(wish.path, self._variables, Files()) if wish.path else ""
        if root:
            self._loop.open_path(wish.path)

        def question(state: State) -> tuple[SyncBegan, Order]:
            chosen = choose_project(state, wish.path, root)
            path = wish.path or chosen
            settings = settings_for(state, chosen)
            order = Order(wish.intent, chosen, path, state.texts, settings, wish.avoid, deep=True)
            return SyncBegan(chosen), order

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

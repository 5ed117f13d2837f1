"""The syncs of a session: at most one for a project, each in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import NamedTuple

from ..errors import Refused
from ..host.halt import Halt
from ..model.intent import Intent
from ..model.outcome import Outcome
from .loop import Begun, Loop
from .sync import Order, run_sync

_PATIENCE = 1.0


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

    def start(
        self, wish: Wish, hear: Callable[[str], None], done: Callable[[Outcome], None]
    ) -> Halt:
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

    def _sync(self, wish: Wish, hear: Callable[[str], None], halt: Halt) -> Outcome:
        try:
            begun = self._begin(wish)
        except Refused as mistake:
            return Outcome("refused", mistake.message)

        def told(words: str) -> None:
            self._say(begun.root, words)
            hear(words)

        path = wish.path or begun.root
        order = Order(wish.intent, begun.root, path, begun.texts, begun.settings, wish.avoid)
        try:
            return run_sync(order, self._variables, told, halt)
        finally:
            self._loop.end_sync(begun.root)
            self._say(begun.root, "")

    def _begin(self, wish: Wish) -> Begun:
        if not self._trusted:
            raise Refused("trust the workspace first")
        problem = wish.intent.problem()
        if problem:
            raise Refused(problem)
        return self._loop.begin_sync(wish.path)

    def _say(self, root: str, words: str) -> None:
        with self._lock:
            others = {it: said for it, said in self.words.items() if it != root}
            self.words = {**others, root: words} if words else others
        self._listener()

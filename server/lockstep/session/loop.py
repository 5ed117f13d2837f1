"""The session's one loop: takes events, asks `step`, runs one check after the other.

It runs in a thread of its own. Handlers put events in and read snapshots, which are replaced as
a whole, so nobody waits for anybody.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import TypeVar

from ..environment.location import environment_path
from ..errors import LockstepError, Refused
from ..operations.interrupted import recover_interrupted_project
from ..project.discovery import find_projects, root_above
from ..project.file_cache import FileCache
from ..project.snapshot import Snapshot
from .checkers import Checkers
from .events import CheckEnded, Event, HoldersSeen, PathChanged, ProjectsFound, SyncEnded
from .published import PublishedChecks
from .readers import Readers
from .step import Job, State, deepest_root, next_job, step
from .sweeper import Sweeper
from .watch import Watch

_LOG = logging.getLogger(__name__)
_POLL_SECONDS = 1.0
_PATIENCE = 30.0

T = TypeVar("T")
Listener = Callable[["Loop"], None]


class Loop:
    """A session; `listener` is called in its thread after every change of a snapshot."""

    def __init__(
        self, variables: Mapping[str, str], listener: Listener, *, trusted: bool = True
    ) -> None:
        self.snapshots: Mapping[str, Snapshot] = {}
        self.is_busy = True
        self.recovered: tuple[str, ...] = ()
        self.readers = Readers()
        self._variables = variables
        self._listener = listener
        self._trusted = trusted
        self._events: queue.Queue[Event | Callable[[], Event | None] | None] = queue.Queue()
        self._state = State()
        self._files = FileCache()
        self._checkers = Checkers(variables, self._events.put, trusted=trusted)
        self._watch = Watch()
        self._published = PublishedChecks()
        self._sweeper = Sweeper(time.monotonic, trusted=trusted)
        self._thread = threading.Thread(target=self._run, name="session", daemon=True)

    def start(self) -> None:
        """Begin to take events."""
        self._thread.start()

    def stop(self) -> None:
        """End the loop; a check that runs is not waited for longer than a second."""
        self._events.put(None)
        self._checkers.stop()
        if self._thread.is_alive():
            self._thread.join(timeout=1.0)

    def put(self, event: Event) -> None:
        """Tell of something that happened."""
        self._events.put(event)

    def open_folder(self, folder: str) -> None:
        """Look for projects below a folder and check them."""
        self._events.put(lambda: self._found(folder))

    def open_path(self, path: str) -> None:
        """Check the project of a file that was opened, also where nobody works in it yet."""
        self._events.put(lambda: self._opened(path))

    def ask(self, question: Callable[[State], tuple[Event | None, T]]) -> T:
        """Put a question to the state, between two checks; an event that it brings happens.

        Raises:
            Refused: the question is refused, and nothing happens.
        """
        answer: Future[T] = Future()
        self._events.put(lambda: self._asked(question, answer))
        return answer.result()

    def wait_until_told(self, root: str, number: int) -> None:
        """Wait, but not for ever, until the check of that number has been told."""
        self._published.wait(root, number, _PATIENCE)

    def snapshot(self, path: str) -> Snapshot | None:
        """The last check of the project that a path belongs to."""
        snapshots = self.snapshots
        return snapshots.get(deepest_root(snapshots, path))

    def _found(self, folder: str) -> Event:
        return ProjectsFound(folder, find_projects(folder, self._variables, self._files))

    def _opened(self, path: str) -> Event:
        root = root_above(path, self._variables, self._files)
        if root and root not in self._state.projects:
            return ProjectsFound(root, (root,))
        return PathChanged(path)

    def _asked(
        self, question: Callable[[State], tuple[Event | None, T]], answer: Future[T]
    ) -> Event | None:
        try:
            event, found = question(self._state)
        except Exception as mistake:
            # Whoever asks waits for ever otherwise.
            answer.set_exception(mistake)
            if isinstance(mistake, Refused):
                return None
            raise
        answer.set_result(found)
        return event

    def _run(self) -> None:
        due = time.monotonic() + _POLL_SECONDS
        while True:
            try:
                event = self._events.get(timeout=max(due - time.monotonic(), 0))
            except queue.Empty:
                self._poll()
                self._sweep()
                due = time.monotonic() + _POLL_SECONDS
                self._work(idle=True)
            else:
                if event is None or not self._take(event):
                    return
                self._work()

    def _take(self, event: Event | Callable[[], Event | None]) -> bool:
        """Take an event and all that wait behind it; False when the loop is to end."""
        while True:
            happened = _event_of(event) if callable(event) else event
            if happened is not None:
                self._state = step(self._state, happened)
            if isinstance(happened, SyncEnded):
                root = happened.root
                self._sweeper.begin(root, environment_path(root, self._variables))
            try:
                following = self._events.get_nowait()
            except queue.Empty:
                return True
            if following is None:
                return False
            event = following

    def _work(self, *, idle: bool = False) -> None:
        """Run what is due, one check at a time, until an event comes in between."""
        self._forget()
        while self._events.empty():
            self._published.note(self._state)
            job = next_job(self._state, idle=idle)
            if job is None:
                if self.is_busy:
                    self.is_busy = False
                    self._listener(self)
                return
            self._begin(job)
            self._check(job)
            self._listener(self)

    def _begin(self, job: Job) -> None:
        """Say that what is known may no longer be so; missing files are looked for in silence."""
        is_busy = not job.files_number
        if is_busy and not self.is_busy:
            self.is_busy = True
            self._listener(self)
        self.is_busy = is_busy

    def _check(self, job: Job) -> None:
        if not self._checkers.is_known(job.root):
            self._add_project(job.root)
        before = self._watch.look_before(job.root)
        holders = self._sweeper.code_holders(job.root)
        try:
            found = self._checkers.check(job, self._state, holders)
        except LockstepError:
            # The manifest went away; so does the project, until it comes back.
            self._drop(job.root)
        except Exception:  # noqa: BLE001 - logged with its traceback; the session must go on
            # A bug, or a disk that changes under our hands: the next check may well succeed.
            _LOG.exception("the check of %s failed", job.root)
        else:
            self.snapshots = {**self.snapshots, job.root: found}
            self._watch.remember(found, before)
        self._state = step(self._state, CheckEnded(*job))

    def _add_project(self, root: str) -> None:
        """Before the first check: end what was cut off, and look for what syncs left."""
        try:
            self._recover(root)
            self._sweeper.add(root, environment_path(root, self._variables))
        except Exception:  # noqa: BLE001 - logged with its traceback; the session must go on
            # Files of the user's state that another user has made, for example by `sudo`.
            _LOG.exception("what was left in %s could not be looked at", root)

    def _recover(self, root: str) -> None:
        """In a workspace that is not trusted nothing is put right."""
        if self._trusted:
            words = recover_interrupted_project(root, environment_path(root, self._variables))
            self.recovered = (*self.recovered, words) if words else self.recovered

    def _drop(self, root: str) -> None:
        self.snapshots = {it: value for it, value in self.snapshots.items() if it != root}
        self._checkers.drop(root)
        self._sweeper.forget(root)

    def _forget(self) -> None:
        gone = [root for root in self.snapshots if root not in self._state.projects]
        for root in gone:
            self._drop(root)
            self._watch.forget(root)
        if gone:
            self._listener(self)

    def _poll(self) -> None:
        """Look at every project in which no installer of ours is at work."""
        free = [it for it in self.snapshots.values() if it.root not in self._state.syncing]
        for event in self._watch.look(free):
            self._state = step(self._state, event)

    def _sweep(self) -> None:
        """Where no installer of ours is at work: a sync cannot begin meanwhile."""
        free = [it for it in self.snapshots if it not in self._state.syncing]
        for root in self._sweeper.look(free):
            self._state = step(self._state, HoldersSeen(root))


def _event_of(event: Callable[[], Event | None]) -> Event | None:
    """What happens when somebody looks; nothing where that fails."""
    try:
        return event()
    except Exception:  # noqa: BLE001 - logged with its traceback; the session must go on
        _LOG.exception("an event of the session failed")
        return None

"""The event loop of a session: takes events, computes the state by `step`, runs the due checks.

It runs in its own thread. Handlers of requests put events into its queue, and read snapshots; these
are replaced as a whole and never changed, so that reading one needs no lock.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import TypeVar

from ..debug_log import debug
from ..environment.location import environment_path
from ..errors import LockstepError, Refused
from ..operations.interrupted import recover_interrupted_project
from ..project.discovery import find_projects, root_above
from ..project.file_cache import FileCache
from ..project.snapshot import Snapshot
from .checkers import Checkers
from .client import Client
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


class Loop:
    """The loop of one session; calls `client.on_change` when one of these may have changed.

    Attributes:
        snapshots: the last check of each project, by its root.
        is_busy: a check runs or is due.
        recovered: messages on interrupted transactions that were completed or rolled back.
    """

    def __init__(self, variables: Mapping[str, str], client: Client) -> None:
        self.snapshots: Mapping[str, Snapshot] = {}
        self.is_busy = True
        self.recovered: tuple[str, ...] = ()
        self.readers = Readers()
        self._variables = variables
        self._client = client
        self._events: queue.Queue[Event | Callable[[], Event | None] | None] = queue.Queue()
        self._state = State()
        self._files = FileCache()
        self._checkers = Checkers(variables, self._events.put, client)
        self._watch = Watch()
        self._published = PublishedChecks()
        self._sweeper = Sweeper(time.monotonic, client)
        self._thread = threading.Thread(target=self._run, name="session", daemon=True)

    def start(self) -> None:
        """Start the thread of the loop; does nothing if it was started before."""
        if self._thread.ident is None:
            self._thread.start()

    def stop(self) -> None:
        """Stop the loop; waits at most a second for a running check."""
        self._events.put(None)
        self._checkers.stop()
        if self._thread.is_alive():
            self._thread.join(timeout=1.0)

    def put(self, event: Event) -> None:
        """Queue an event, from any thread."""
        self._events.put(event)

    def open_folder(self, folder: str) -> None:
        """Search a folder for projects, and check them, in the loop's thread; returns at once."""
        self._events.put(lambda: self._found(folder))

    def open_path(self, path: str) -> None:
        """Check the project of a file, or add it if it is not known yet; returns at once."""
        self._events.put(lambda: self._opened(path))

    def ask(self, question: Callable[[State], tuple[Event | None, T]]) -> T:
        """Call `question` in the loop's thread between two checks, and wait for its answer.

        It returns an event (or None), taken before any queued one, and the answer. A call after
        `stop` never returns.

        Raises:
            Exception: whatever `question` raises, such as `Refused`; then no event is taken.
        """
        answer: Future[T] = Future()
        self._events.put(lambda: self._asked(question, answer))
        return answer.result()

    def wait_until_told(self, root: str, number: int) -> None:
        """Wait until a check has been published, or its project is gone; at most 30 seconds."""
        self._published.wait(root, number, _PATIENCE)

    def snapshot(self, path: str) -> Snapshot | None:
        """The last check of the project that contains a path; None if there was none."""
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
            # The thread that called `ask` waits for this result.
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
                due = time.monotonic() + _POLL_SECONDS
                self._work(idle=True)
            else:
                if event is None or not self._take(event):
                    return
                self._work()

    def _take(self, event: Event | Callable[[], Event | None]) -> bool:
        """Take an event and all others in the queue; returns False if the loop has to stop."""
        while True:
            happened = _event_of(event) if callable(event) else event
            if happened is not None:
                # Only the type and the path or root: a text may contain anything.
                debug("event", f"{type(happened).__name__} {happened[0]}")
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
        """Run the checks that are due, one at a time, until an event arrives."""
        self._forget()
        # Only with an empty queue, so that many changes lead to one check.
        while self._events.empty():
            self._published.note(self._state)
            job = next_job(self._state, idle=idle)
            if job is None:
                if self.is_busy:
                    self.is_busy = False
                    self._client.on_change()
                return
            self._begin(job)
            self._check(job)
            self._client.on_change()

    def _begin(self, job: Job) -> None:
        """Report that a check begins, but not for a search for missing files, which takes long."""
        is_busy = not job.files_number
        if is_busy and not self.is_busy:
            self.is_busy = True
            self._client.on_change()
        self.is_busy = is_busy

    def _check(self, job: Job) -> None:
        if not self._checkers.is_known(job.root):
            self._add_project(job.root)
        before = self._watch.look_before(job.root)
        holders = self._sweeper.code_holders(job.root)
        try:
            found = self._checkers.check(job, self._state, holders)
        except LockstepError:
            # The manifest is gone: the project is dropped until there is one.
            self._drop(job.root)
        except Exception:  # noqa: BLE001 - logged with its traceback; the session must go on
            # A bug, or files that change during the check: the next check may succeed.
            _LOG.exception("the check of %s failed", job.root)
        else:
            self.snapshots = {**self.snapshots, job.root: found}
            self._watch.remember(found, before)
        self._state = step(self._state, CheckEnded(*job))

    def _add_project(self, root: str) -> None:
        """Before the first check: recover an interrupted transaction, look for aside folders."""
        try:
            environment = environment_path(root, self._variables)
            if self._client.trusted:
                words = recover_interrupted_project(root, environment)
                self.recovered = (*self.recovered, words) if words else self.recovered
            self._sweeper.add(root, environment)
        except Exception:  # noqa: BLE001 - logged with its traceback; the session must go on
            # For example files of the state folder that belong to root, after a `sudo`.
            _LOG.exception("the residue of earlier syncs of %s could not be read", root)

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
            self._client.on_change()

    def _poll(self) -> None:
        """Look for changed files and sweep, in projects without a running sync."""
        free = {root: it for root, it in self.snapshots.items() if root not in self._state.syncing}
        changed: list[Event] = [*self._watch.look(free.values())]
        changed += [HoldersSeen(root) for root in self._sweeper.look(free)]
        for event in changed:
            self._state = step(self._state, event)


def _event_of(event: Callable[[], Event | None]) -> Event | None:
    """The event that a queued function returns; None if it raises an error, which is logged."""
    try:
        return event()
    except Exception:  # noqa: BLE001 - logged with its traceback; the session must go on
        _LOG.exception("an event of the session failed")
        return None

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
from typing import NamedTuple

from ..errors import LockstepError, Refused
from ..model.settings import Settings
from .check import Checker, Request
from .events import (
    CheckEnded,
    EnvironmentChanged,
    Event,
    PathChanged,
    ProjectsFound,
    SyncBegan,
    SyncEnded,
)
from .files import Files
from .fingerprint import Fingerprint, fingerprint, watched_paths
from .project_choice import choose_project
from .projects import find_projects, root_above
from .snapshot import Snapshot
from .step import Job, State, deepest_root, next_job, root_of, step

_LOG = logging.getLogger(__name__)
_POLL_SECONDS = 1.0
_SETTLES_AFTER = 2
_LOOKS_AGAIN_AFTER = 30
_PATIENCE = 30.0

Listener = Callable[["Loop"], None]


class Begun(NamedTuple):
    """A project that nobody looks at until its sync ends, and what was known at that time."""

    root: str
    texts: Mapping[str, str]
    settings: Settings | None


class Loop:
    """A session; `listener` is called in its thread after every change of a snapshot."""

    def __init__(
        self, variables: Mapping[str, str], listener: Listener, *, trusted: bool = True
    ) -> None:
        self.snapshots: Mapping[str, Snapshot] = {}
        self.is_busy = True
        self._variables = variables
        self._listener = listener
        self._trusted = trusted
        self._events: queue.Queue[Event | Callable[[], Event | None] | None] = queue.Queue()
        self._state = State()
        self._files = Files()
        self._checkers: dict[str, Checker] = {}
        self._signs: dict[str, Fingerprint] = {}
        self._unsettled: dict[str, int] = {}
        self._awaited: list[tuple[str, int, threading.Event]] = []
        self._ticks = 0
        self._thread = threading.Thread(target=self._run, name="session", daemon=True)

    def start(self) -> None:
        """Begin to take events."""
        self._thread.start()

    def stop(self) -> None:
        """End the loop; a check that runs is not waited for longer than a second."""
        self._events.put(None)
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

    def begin_sync(self, path: str) -> Begun:
        """Choose the project of a path, and look at it no more until its sync ends.

        A check that runs is waited for.

        Raises:
            Refused: there is no such project, or it is being synced already.
        """
        if path:
            self.open_path(path)
        answer: Future[Begun] = Future()
        self._events.put(lambda: self._begun(path, answer))
        return answer.result()

    def end_sync(self, root: str) -> None:
        """Look at a project again, and wait until what was found has been told."""
        told = threading.Event()
        self._events.put(lambda: self._ended(root, told))
        told.wait(_PATIENCE)

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

    def _begun(self, path: str, answer: Future[Begun]) -> Event | None:
        root = root_above(path, self._variables, self._files) if path else ""
        state = self._state
        try:
            chosen = choose_project(state, path, root)
        except Refused as mistake:
            answer.set_exception(mistake)
            return None
        answer.set_result(Begun(chosen, state.texts, state.settings))
        return SyncBegan(chosen)

    def _ended(self, root: str, told: threading.Event) -> Event:
        progress = self._state.projects.get(root)
        self._awaited.append((root, progress.wanted + 1 if progress else 0, told))
        return SyncEnded(root)

    def _release(self) -> None:
        """Those who wait for the check after a sync go on when it has been told."""
        waiting = []
        for root, number, told in self._awaited:
            progress = self._state.projects.get(root)
            if progress is None or progress.done >= number:
                told.set()
            else:
                waiting.append((root, number, told))
        self._awaited = waiting

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
        """Take an event and all that wait behind it; False when the loop is to end."""
        while True:
            happened = event() if callable(event) else event
            if happened is not None:
                self._state = step(self._state, happened)
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
            self._release()
            job = next_job(self._state, idle=idle)
            if job is None:
                if self.is_busy:
                    self.is_busy = False
                    self._listener(self)
                return
            self._check(job)
            self._listener(self)

    def _check(self, job: Job) -> None:
        checker = self._checkers.get(job.root)
        if checker is None:
            checker = self._checkers[job.root] = Checker(self._variables, trusted=self._trusted)
        self.is_busy = not job.files_number
        checker.set_texts(self._state.texts)
        checker.set_settings(self._state.settings)
        try:
            checked = checker.check(Request(job.root, files=bool(job.files_number)))
        except LockstepError:
            # The manifest went away; so does the project, until it comes back.
            self._drop(job.root)
        except Exception:  # noqa: BLE001 - logged with its traceback; the session must go on
            # A bug, or a disk that changes under our hands: the next check may well succeed.
            _LOG.exception("the check of %s failed", job.root)
        else:
            problem = checked.obstacle.message if checked.obstacle else ""
            found = Snapshot(job.root, job.number, checked.report, checked.view, problem)
            self.snapshots = {**self.snapshots, job.root: found}
            self._signs[job.root] = fingerprint(watched_paths(checked.view))
        self._state = step(self._state, CheckEnded(*job))

    def _drop(self, root: str) -> None:
        self.snapshots = {it: value for it, value in self.snapshots.items() if it != root}
        self._checkers.pop(root, None)

    def _forget(self) -> None:
        gone = [root for root in self.snapshots if root not in self._state.projects]
        for root in gone:
            self._drop(root)
            self._signs.pop(root, None)
        if gone:
            self._listener(self)

    def _poll(self) -> None:
        """Look whether something changed; an installer writes for a while, so look twice."""
        self._ticks += 1
        for root, snapshot in self.snapshots.items():
            if root in self._state.syncing:
                continue
            sign = fingerprint(watched_paths(snapshot.view))
            if sign != self._signs.get(root):
                self._signs[root] = sign
                self._unsettled[root] = _SETTLES_AFTER
            if self._unsettled.get(root, 0) > 0:
                self._unsettled[root] -= 1
                self._state = step(self._state, EnvironmentChanged(root))
            elif self._ticks % _LOOKS_AGAIN_AFTER == 0:
                self._state = step(self._state, PathChanged(root))

    def root_of(self, path: str) -> str:
        """The root of the project of a path, as the loop knows it."""
        return root_of(self._state, path)

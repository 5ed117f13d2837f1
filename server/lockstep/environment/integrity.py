"""Verifies every installed file against the hash in its RECORD, with one thread per core.

Threads are enough, because reading and hashing release the GIL. They switch more often than
usual, because most files are small.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from ..host.cancellation import CancellationToken
from ..host.shared_open import open_small_file, usable_cores
from ..model.installed import Distribution
from ..model.report import BadFile, Verified
from .containment import Containment
from .hashing import Judge
from .record import Recorded, read_hashes

_MOST_THREADS = 8
_AT_ONCE = 200
_TURN_SECONDS = 0.0001
_USUAL_SECONDS = sys.getswitchinterval()

OnCount = Callable[[int, int], None]
"""Called with the number of finished packages and of all packages, in any thread."""


def verify_files(
    environment: str,
    packages: Sequence[Distribution],
    on_count: OnCount,
    cancellation: CancellationToken,
) -> Verified | None:
    """Verify the files of some packages of an environment.

    Args:
        environment: the real path of the environment.
        packages: the packages to verify.
        on_count: called with the progress, also before the first package.
        cancellation: stops the verification, at the latest when each thread has read one more
            block.

    Returns:
        The bad files and some counts; None if it was cancelled.

    Raises:
        Exception: an unexpected error in a thread, also of `on_count`; unreadable files are bad
            files instead.
    """
    on_count(0, len(packages))
    work = _Work(environment, packages, on_count, cancellation)
    count = min(usable_cores(), _MOST_THREADS)
    threads = [threading.Thread(target=work.run, name="verify", daemon=True) for _ in range(count)]
    with _short_turns():
        for it in threads:
            it.start()
        for it in threads:
            it.join()
    return work.verified()


@contextmanager
def _short_turns() -> Iterator[None]:
    """Shorten the switch interval of threads for the duration of a block.

    With the default of 5 ms two threads read small files no faster than one. The default is set
    again at the end, not the previous value: two verifications may overlap.
    """
    sys.setswitchinterval(_TURN_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(_USUAL_SECONDS)


class _Job(NamedTuple):
    """Some files of a package; `is_last` marks its last job, after which the package counts."""

    package: Distribution
    files: Sequence[Recorded]
    is_last: bool


class _Work:
    """The queue of jobs and the results, shared by all threads."""

    def __init__(
        self,
        environment: str,
        packages: Sequence[Distribution],
        on_count: OnCount,
        cancellation: CancellationToken,
    ) -> None:
        self._inside = Containment(environment)
        self._count = len(packages)
        self._on_count = on_count
        self._cancellation = cancellation
        self._bad: list[BadFile] = []
        self._files = self._passed_over = self._done = 0
        self._failure: Exception | None = None
        self._lock = threading.Lock()
        self._jobs = self._all_jobs(packages)

    def run(self) -> None:
        """The body of a thread: do jobs until none is left."""
        judge = Judge(self._inside, self._cancellation)
        try:
            while job := self._next():
                self._do(job, judge)
        except Exception as mistake:  # noqa: BLE001 - raised again in the main thread
            self._failure = mistake

    def verified(self) -> Verified | None:
        """The results; None after cancellation.

        Raises:
            Exception: whatever was raised in a thread.
        """
        if self._failure is not None:
            raise self._failure
        if self._cancellation.is_set:
            return None
        return Verified(self._count, self._files, tuple(sorted(self._bad)), self._passed_over)

    def _next(self) -> _Job | None:
        if self._cancellation.is_set or self._failure is not None:
            return None
        with self._lock:
            return next(self._jobs, None)

    def _do(self, job: _Job, judge: Judge) -> None:
        site_packages = os.path.dirname(job.package.path)
        bad: list[BadFile] = []
        passed_over = 0
        for path, wanted in job.files:
            verdict = judge.verdict(site_packages, path, wanted)
            if verdict == "passed over":
                passed_over += 1
            elif verdict != "sound":
                shown = os.path.normpath(os.path.join(site_packages, path))
                bad.append(BadFile(job.package.name, shown, verdict))
            if self._cancellation.is_set:
                return
        self._note(job, bad, passed_over)

    def _note(self, job: _Job, bad: list[BadFile], passed_over: int) -> None:
        # `on_count` too is called under the lock, so that its numbers only grow.
        with self._lock:
            self._bad += bad
            self._passed_over += passed_over
            self._files += len(job.files) - passed_over
            self._done += job.is_last
            if job.is_last:
                self._on_count(self._done, self._count)

    def _all_jobs(self, packages: Iterable[Distribution]) -> Iterator[_Job]:
        """All jobs. A generator allows one thread at a time, so `next` is called under the lock."""
        for package in packages:
            files = self._recorded(package)
            starts = range(0, max(len(files), 1), _AT_ONCE)
            for start in starts:
                yield _Job(package, files[start : start + _AT_ONCE], start == starts[-1])

    def _recorded(self, package: Distribution) -> Sequence[Recorded]:
        """The entries of its RECORD that could be parsed.

        A RECORD that is damaged or cannot be read is itself reported as a missing file.
        """
        site_packages, name = os.path.split(package.path)
        path = self._inside.file(site_packages, f"{name}/RECORD")
        record = read_hashes(_text(path) if path else "")
        if not record.is_whole:
            self._bad.append(BadFile(package.name, os.path.join(package.path, "RECORD"), "missing"))
        return record.files


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8", newline="", opener=open_small_file) as file:
            return file.read()
    except (OSError, ValueError):
        return ""

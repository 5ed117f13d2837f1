"""Looks for the files of installed packages in a thread, while this process waits for uv."""

from __future__ import annotations

import threading
from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager

from ...environment.missing_files import MissingFiles
from ...model.installed import Environment


class FileCheck:
    """The files that packages lack, by package.

    The thread works only within `working`, and after the last question is asked: beside other
    work of this process both would be slower than one after the other, since each system call
    hands the interpreter over.
    """

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None
        self._may_work = threading.Event()
        self._found: dict[str, frozenset[str]] = {}

    def begin(self, environment: Environment) -> None:
        """Start to look; once for all tries of a sync."""
        if self._thread is None:
            self._thread = threading.Thread(
                target=self._look, args=(environment,), name="files", daemon=True
            )
            self._thread.start()

    @contextmanager
    def working(self) -> Iterator[None]:
        """Let the thread work while the caller waits for uv."""
        self._may_work.set()
        try:
            yield
        finally:
            self._may_work.clear()

    def lacking(self, changing: Container[str]) -> Mapping[str, frozenset[str]]:
        """The files that are gone, as paths from site-packages; waits for the end of the look.

        Of packages that were changing at that time nothing is known.
        """
        if self._thread is not None:
            with self.working():
                self._thread.join()
        return {name: files for name, files in self._found.items() if name not in changing}

    def _look(self, environment: Environment) -> None:
        files = MissingFiles()
        for name in sorted({it.name for it in environment.distributions}):
            self._may_work.wait()
            found = files.look_at(environment, name)
            if found:
                self._found[name] = found

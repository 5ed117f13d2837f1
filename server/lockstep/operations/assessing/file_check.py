"""Looks for the files of installed packages in a thread, while an installer is at work."""

from __future__ import annotations

import threading
from collections.abc import Container, Mapping
from types import MappingProxyType

from ...environment.missing_files import MissingFiles
from ...model.installed import Environment

_NOTHING: Mapping[str, frozenset[str]] = MappingProxyType({})


class FileCheck:
    """The files that packages lack which a sync does not change, by package."""

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None
        self._found = _NOTHING

    def begin(self, environment: Environment, changing: Container[str]) -> None:
        """Start to look, but for packages that are changing; once for all tries of a sync."""
        if self._thread is None:
            names = {it.name for it in environment.distributions if it.name not in changing}
            self._thread = threading.Thread(
                target=self._look, args=(environment, names), name="files", daemon=True
            )
            self._thread.start()

    def lacking(self) -> Mapping[str, frozenset[str]]:
        """The files that are gone, as paths from site-packages; waits for the end of the look."""
        if self._thread is not None:
            self._thread.join()
        return self._found

    def _look(self, environment: Environment, names: Container[str]) -> None:
        looked = MissingFiles().add(environment, names)
        self._found = {
            it.name: frozenset(it.missing_files)
            for it in looked.distributions
            if it.name in names and it.missing_files
        }

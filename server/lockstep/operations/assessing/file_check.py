"""Searches for missing files of installed packages in a thread, while this process waits for uv."""

from __future__ import annotations

import os
import threading
from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager

from ...aside.inventory import Inventory
from ...aside.saved_names import SavedNames
from ...environment.missing_files import NamesIn, listed, missing_files
from ...model.installed import Environment


class FileCheck:
    """Searches for the files that packages lack.

    The thread works only during `working`, and while `lacking` waits for it: beside other work of
    this process both would be slower than one after the other, since each system call hands the
    interpreter lock over.
    """

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None
        self._may_work = threading.Event()
        self._found: dict[str, frozenset[str]] = {}

    def begin(self, environment: Environment, inventory: Inventory) -> None:
        """Start the thread, which waits for `working`; a second call does nothing.

        Args:
            environment: the environment, with its packages.
            inventory: its inventory from before the installer began, in which files are searched
                for.
        """
        if self._thread is None:
            arguments = (environment, names_in_inventory(environment.path, inventory))
            self._thread = threading.Thread(
                target=self._look, args=arguments, name="files", daemon=True
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
        """The missing files of each package that lacks any, relative to site-packages.

        Waits for the end of the search; empty if it was not begun.

        Args:
            changing: the names of packages that are left out, which another process was changing.
        """
        if self._thread is not None:
            with self.working():
                self._thread.join()
        return {name: files for name, files in self._found.items() if name not in changing}

    def _look(self, environment: Environment, names_in: NamesIn) -> None:
        for it in environment.distributions:
            self._may_work.wait()
            found = missing_files(it, environment.path, names_in)
            if found:
                self._found[it.name] = self._found.get(it.name, frozenset()).union(found)


def names_in_inventory(environment: str, inventory: Inventory) -> NamesIn:
    """A function that returns the names in a folder of an environment, from its inventory.

    A folder that is not in the inventory, such as one behind a link, is listed on the disk.

    Args:
        environment: the path of the environment, with which the paths of the folders begin.
        inventory: the inventory of the environment.
    """
    above = len(os.path.join(environment, ""))

    def names_in(folder: str) -> Container[str]:
        path = os.path.normpath(folder)
        known = inventory.folders.get(path[above:])
        if isinstance(known, SavedNames):
            # To ask the object for each of some ten thousand names would take twice as long.
            return known.read()
        return listed(path) if known is None else known

    return names_in

"""Polls for changes by a few stat calls for each project, once a second.

Not every client watches files, and no client watches an environment.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..drift.view import View
from ..environment.state import find_site_packages
from ..project.snapshot import Snapshot
from .events import EnvironmentChanged, Event, PathChanged

Sign = tuple[int, int]
Fingerprint = tuple[Sign | None, ...]

_SETTLES_AFTER = 2
_LOOKS_AGAIN_AFTER = 30


class Looked(NamedTuple):
    """The watched paths of a project, and their `fingerprint` at one moment."""

    paths: tuple[str, ...]
    sign: Fingerprint


class Watch:
    """Remembers the last look at each project, by root."""

    def __init__(self) -> None:
        self._looks: dict[str, Looked] = {}
        self._unsettled: dict[str, int] = {}
        self._ticks = 0

    def look_before(self, root: str) -> Looked | None:
        """The look at a project before a check; None before the first check, which finds the paths.

        Args:
            root: the root of the project.
        """
        known = self._looks.get(root)
        return _look(known.paths) if known else None

    def remember(self, snapshot: Snapshot, before: Looked | None) -> None:
        """Remember the look from before a check, so that a change during it causes another check.

        Args:
            snapshot: the result of the check.
            before: the result of `look_before`; not used if the check has found other paths.
        """
        paths = watched_paths(snapshot.view)
        is_same = before is not None and before.paths == paths
        self._looks[snapshot.root] = before if before and is_same else _look(paths)

    def forget(self, root: str) -> None:
        """Forget a project."""
        self._looks.pop(root, None)

    def look(self, snapshots: Iterable[Snapshot]) -> Iterator[Event]:
        """The events for changes since the last look at these projects, at most one for each.

        An installer writes for some time, so that each change causes a second event one look later.
        Every thirtieth look causes an event without a change, for changes that times do not show.
        """
        self._ticks += 1
        for snapshot in snapshots:
            root = snapshot.root
            look = _look(watched_paths(snapshot.view))
            if look != self._looks.get(root):
                self._looks[root] = look
                self._unsettled[root] = _SETTLES_AFTER
            if self._unsettled.get(root, 0) > 0:
                self._unsettled[root] -= 1
                yield EnvironmentChanged(root)
            elif self._ticks % _LOOKS_AGAIN_AFTER == 0:
                yield PathChanged(root)


def _look(paths: tuple[str, ...]) -> Looked:
    return Looked(paths, fingerprint(paths))


def _site_packages(environment: str) -> tuple[str, ...]:
    """The folders of packages; empty if the environment cannot be read."""
    try:
        return find_site_packages(environment, None)
    except OSError:
        # When it can be read again, the time of its folder or of its parent has changed.
        return ()


def watched_paths(view: View) -> tuple[str, ...]:
    """The paths of a project with times that change when its manifests or packages change."""
    project, environment = view.project, view.environment
    manifests = (member.manifest_path for member in project.members)
    packages = environment.site_packages or _site_packages(environment.path)
    return (
        *manifests,
        project.lockfile_path,
        os.path.join(project.root, ".python-version"),
        environment.path,
        os.path.join(environment.path, "pyvenv.cfg"),
        *packages,
    )


def fingerprint(paths: tuple[str, ...]) -> Fingerprint:
    """The times and inodes of paths as they are now; None for a path that cannot be read."""
    return tuple(_sign(path) for path in paths)


def _sign(path: str) -> Sign | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino

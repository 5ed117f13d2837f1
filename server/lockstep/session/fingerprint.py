"""A cheap sign of change: a few stat calls, no listing, no handle that stays open."""

from __future__ import annotations

import os

from ..drift.view import View
from ..environment.state import find_site_packages

Sign = tuple[int, int]
Fingerprint = tuple[Sign | None, ...]


def watched_paths(view: View) -> tuple[str, ...]:
    """The files and folders of a project whose times tell of a change."""
    project, environment = view.project, view.environment
    manifests = (member.manifest_path for member in project.members)
    packages = environment.site_packages or find_site_packages(environment.path, None)
    return (
        *manifests,
        project.lockfile_path,
        os.path.join(project.root, ".python-version"),
        environment.path,
        os.path.join(environment.path, "pyvenv.cfg"),
        *packages,
    )


def fingerprint(paths: tuple[str, ...]) -> Fingerprint:
    """The times of paths as they are now."""
    return tuple(_sign(path) for path in paths)


def _sign(path: str) -> Sign | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino

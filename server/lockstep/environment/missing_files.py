"""Which files of each RECORD are gone. Folders are listed once, instead of asking for each file."""

from __future__ import annotations

import os
from collections.abc import Container

from ..host.long_paths import extended
from ..host.shared_open import open_shared
from ..model.installed import Distribution, Environment
from .dist_info import is_inside, read_record

_LARGEST_REPORT = 50
_MOST_FOLDERS = 500
_BYTECODE = "__pycache__"


class _Every:
    def __contains__(self, _: object) -> bool:
        return True


EVERY: Container[str] = _Every()
"""The names of all packages."""


class MissingFiles:
    """Remembers what was missing of a distribution as long as that is the same object."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Distribution, Distribution]] = {}

    def add(self, environment: Environment, look: Container[str]) -> Environment:
        """The environment with what is missing; of packages not to look at, what is known."""
        folders: dict[str, frozenset[str]] = {}
        looked = {
            it.path: (it, _checked(it, environment.path, folders))
            for it in environment.distributions
            if it.name in look
        }
        self._known = looked if look is EVERY else {**self._known, **looked}
        if not self._known:
            return environment
        added = tuple(self._with_known(it) for it in environment.distributions)
        return environment._replace(distributions=added)

    def look_at(self, environment: Environment, name: str) -> frozenset[str]:
        """The files that are gone of the distributions of one name; nothing is remembered."""
        folders: dict[str, frozenset[str]] = {}
        found = [it for it in environment.distributions if it.name == name]
        looked = (_checked(it, environment.path, folders) for it in found)
        return frozenset(path for it in looked for path in it.missing_files)

    def _with_known(self, distribution: Distribution) -> Distribution:
        known = self._known.get(distribution.path)
        return known[1] if known is not None and known[0] is distribution else distribution


def _checked(
    distribution: Distribution, root: str, folders: dict[str, frozenset[str]]
) -> Distribution:
    if distribution.kind != "dist-info":
        return distribution
    site_packages = os.path.dirname(distribution.path)
    missing = _missing(read_record_of(distribution.path), site_packages, root, folders)
    return distribution._replace(missing_files=missing) if missing else distribution


def read_record_of(dist_info: str) -> list[str]:
    """The paths of a RECORD, as seen from site-packages; none where it cannot be read."""
    try:
        with open(
            os.path.join(dist_info, "RECORD"),
            encoding="utf-8",
            errors="replace",
            opener=open_shared,
        ) as file:
            return read_record(file.read())
    except OSError:
        return []


def _missing(
    paths: list[str], site_packages: str, root: str, folders: dict[str, frozenset[str]]
) -> tuple[str, ...]:
    found: list[str] = []
    depth = len(os.path.relpath(site_packages, root).split(os.sep))
    last, names = "", frozenset[str]()
    for path in paths:
        folder, _, name = path.rpartition("/")
        if folder != last or not names:
            last, names = folder, _names(folder, site_packages, depth, folders)
        if name not in names and _is_ours(folder, path, depth):
            found.append(path)
            if len(found) == _LARGEST_REPORT:
                break
    return tuple(found)


def _is_ours(folder: str, path: str, depth: int) -> bool:
    """Bytecode may go at any time; what lies outside of the environment is nobody's to judge."""
    return not folder.endswith(_BYTECODE) and is_inside(path, depth)


def _names(
    folder: str, site_packages: str, depth: int, folders: dict[str, frozenset[str]]
) -> frozenset[str]:
    place = f"{site_packages}/{folder}"
    known = folders.get(place)
    if known is None:
        if len(folders) >= _MOST_FOLDERS:
            # A folder belongs to one package, as a rule; all their names at once take 10 MB.
            folders.clear()
        known = _listed(place) if is_inside(folder, depth) else frozenset()
        folders[place] = known
    return known


def _listed(place: str) -> frozenset[str]:
    try:
        return frozenset(os.listdir(extended(place)))
    except OSError:
        return frozenset()

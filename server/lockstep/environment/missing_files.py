"""Finds missing files of RECORDs; lists each folder once, instead of a stat for each file.

A search of all packages also finds the files that two of them install.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Container

from ..host.long_paths import extended
from ..host.retry import reading
from ..host.shared_open import read_small
from ..model.installed import Clobbered, Distribution, Environment
from .clobbered import clobbered_files
from .dist_info import is_inside, is_whole_record, read_record

_LARGEST_REPORT = 50
_MOST_FOLDERS = 500
_BYTECODE = "__pycache__"


class _Every:
    def __contains__(self, _: object) -> bool:
        return True


EVERY: Container[str] = _Every()
"""A container of all names."""

NamesIn = Callable[[str], Container[str]]
"""Given a folder, returns the names of its entries; empty if there is no such folder."""


class MissingFiles:
    """Finds missing files, and caches them per distribution.

    A cached result is valid while the scan returns the same object for the distribution, which
    means that its metadata folder has not changed.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[Distribution, Distribution]] = {}
        self._clobbered: tuple[Clobbered, ...] = ()

    def add(self, environment: Environment, look: Container[str]) -> Environment:
        """The environment with `missing_files` set on its distributions, and with `clobbered`.

        Args:
            environment: the environment.
            look: the names of the packages to check; the others get what is in the cache. With
                `EVERY` the clobbered files are searched for too; else those of the last such call
                are used.
        """
        names_in = _Listings()
        looked = {
            it.path: (it, _checked(it, environment.path, names_in.of(it)))
            for it in environment.distributions
            if it.name in look
        }
        # A complete search replaces the cache, which so forgets packages that are gone.
        if look is EVERY:
            self._known, self._clobbered = looked, clobbered_files(names_in.users)
        else:
            self._known = {**self._known, **looked}
        if not self._known:
            return environment
        added = tuple(self._with_known(it) for it in environment.distributions)
        there = {id(it) for it in environment.distributions}
        clobbered = [it for it in self._clobbered if {id(it.first), id(it.second)} <= there]
        return environment._replace(distributions=added, clobbered=tuple(clobbered))

    def _with_known(self, distribution: Distribution) -> Distribution:
        known = self._known.get(distribution.path)
        return known[1] if known is not None and known[0] is distribution else distribution


def missing_files(distribution: Distribution, root: str, names_in: NamesIn) -> tuple[str, ...]:
    """The files of a RECORD that do not exist, as paths relative to site-packages; at most 50.

    Bytecode and paths outside of the environment are left out. An incomplete RECORD is added as
    missing itself. Empty if the RECORD cannot be read, and for metadata other than dist-info.

    Args:
        distribution: the package.
        root: the path of the environment, as the beginning of the package's path.
        names_in: lists a folder; called once for consecutive paths in the same folder.
    """
    if distribution.kind != "dist-info":
        return ()
    site_packages, name = os.path.split(distribution.path)
    record = _record_if_readable(distribution.path)
    missing = _missing(read_record(_text(record)), site_packages, root, names_in)
    if not record or is_whole_record(record, name):
        return missing
    # Cut off, or another package's: which other files are missing is then unknown.
    return (*missing, f"{name}/RECORD")


def _checked(distribution: Distribution, root: str, names_in: NamesIn) -> Distribution:
    missing = missing_files(distribution, root, names_in)
    return distribution._replace(missing_files=missing) if missing else distribution


def read_record_of(dist_info: str) -> list[str]:
    """The paths in the RECORD of a metadata folder, as written; empty without a RECORD.

    They are relative to site-packages, unless they are absolute.

    Raises:
        OSError: the RECORD exists, but cannot be read even after retries.
    """
    try:
        return read_record(_text(reading(lambda: _record(dist_info))))
    except (FileNotFoundError, NotADirectoryError):
        return []


def _record(dist_info: str) -> bytes:
    return read_small(os.path.join(dist_info, "RECORD"))


def _record_if_readable(dist_info: str) -> bytes:
    try:
        return _record(dist_info)
    except OSError:
        return b""


def _text(record: bytes) -> str:
    return record.decode("utf-8", "replace")


def _missing(paths: list[str], site_packages: str, root: str, names_in: NamesIn) -> tuple[str, ...]:
    found: list[str] = []
    depth = len(os.path.relpath(site_packages, root).split(os.sep))
    last: str | None = None
    names: Container[str] = ()
    for path in paths:
        folder, _, name = path.rpartition("/")
        if folder != last:
            is_below = is_inside(folder, depth)
            last, names = folder, names_in(f"{site_packages}/{folder}") if is_below else ()
        if name not in names and _is_required(folder, path, depth):
            found.append(path)
            if len(found) == _LARGEST_REPORT:
                break
    return tuple(found)


def _is_required(folder: str, path: str, depth: int) -> bool:
    """Whether a missing file counts.

    False for bytecode, which may be deleted at any time, and for paths outside.
    """
    return not folder.endswith(_BYTECODE) and is_inside(path, depth)


class _Listings:
    """Lists folders, and caches a limited number of them; `users` has the packages in each."""

    def __init__(self) -> None:
        self.users: dict[str, list[Distribution]] = {}
        self._known: dict[str, frozenset[str]] = {}

    def of(self, distribution: Distribution) -> NamesIn:
        """The function that lists the folders of a package."""

        def names_in(folder: str) -> frozenset[str]:
            self.users.setdefault(folder, []).append(distribution)
            return self._names(folder)

        return names_in

    def _names(self, folder: str) -> frozenset[str]:
        known = self._known.get(folder)
        if known is None:
            if len(self._known) >= _MOST_FOLDERS:
                # Most folders belong to one package, so that dropping them costs little, and the
                # names of all folders would take 10 MB.
                self._known.clear()
            known = self._known[folder] = listed(folder)
        return known


def listed(folder: str) -> frozenset[str]:
    """The names of the entries of a folder; empty if it cannot be listed."""
    try:
        return frozenset(os.listdir(extended(folder)))
    except OSError:
        return frozenset()

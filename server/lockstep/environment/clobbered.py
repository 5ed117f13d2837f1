"""Finds the files that two packages install with different contents, by their RECORDs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping

from ..host.shared_open import read_small
from ..model.installed import Clobbered, Distribution
from .record import Recorded, read_hashes

FolderUsers = Mapping[str, Iterable[Distribution]]
"""The packages with a file directly in a folder, by the path of the folder."""


def clobbered_files(users: FolderUsers) -> tuple[Clobbered, ...]:
    """The files that several packages install, with different hashes in their RECORDs.

    Each package is compared with the first one, by path of its metadata, that installs the file.
    RECORDs that cannot be read are skipped; only those of packages that have a folder in common are
    read.

    Args:
        users: the packages that use each folder.

    Returns the files, sorted by the packages and then by path.
    """
    shared = {folder for folder, its in users.items() if len(set(map(_path, its))) > 1}
    suspects = {it.path: it for folder in shared for it in users[folder]}
    seen: dict[str, tuple[Distribution, Recorded]] = {}
    found = []
    for distribution in sorted(suspects.values(), key=_path):
        for path, entry in _entries(distribution, shared):
            first, before = seen.setdefault(path, (distribution, entry))
            if _differ(before.hash, entry.hash):
                found.append(Clobbered(before.path, first, distribution))
    return tuple(sorted(found, key=lambda it: (it.first.path, it.second.path, it.path)))


def _differ(first: str, second: str) -> bool:
    """Whether two hashes are of different contents; those of two algorithms cannot be compared."""
    algorithm, _, digest = first.partition("=")
    other_algorithm, _, other_digest = second.partition("=")
    return algorithm == other_algorithm and digest != other_digest


def _path(distribution: Distribution) -> str:
    return distribution.path


def _entries(distribution: Distribution, folders: set[str]) -> Iterator[tuple[str, Recorded]]:
    """The entries of a RECORD directly in some folders, each with its absolute path.

    Empty if the RECORD cannot be read.
    """
    site_packages = os.path.dirname(distribution.path)
    try:
        record = read_small(os.path.join(distribution.path, "RECORD"))
    except OSError:
        # It is a finding of its own: `package-damaged`.
        return
    for entry in read_hashes(record.decode("utf-8", "replace")).files:
        folder, _, name = entry.path.rpartition("/")
        place = f"{site_packages}/{folder}"
        if place in folders:
            yield os.path.normcase(os.path.normpath(f"{place}/{name}")), entry

"""Finds out which of some overwritten files differ from what their packages installed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Set
from typing import NamedTuple

from ..host.cancellation import CancellationToken
from ..host.shared_open import open_small
from ..model.installed import Distribution
from .containment import Containment
from .hashing import Judge
from .record import read_hashes
from .scan import scan
from .state import look_at


class OverwrittenFile(NamedTuple):
    """A file that differs from the one that its package installed, or is missing.

    Attributes:
        path: relative to the environment.
        package: the package that lists it in its RECORD.
        recorded: the path in that RECORD.
    """

    path: str
    package: Distribution
    recorded: str


class Overwritten(NamedTuple):
    """Paths that may have been overwritten.

    Attributes:
        files: those that differ from the file of their package, or are missing.
        others: those that no readable RECORD lists, relative to the environment and sorted.
    """

    files: tuple[OverwrittenFile, ...]
    others: tuple[str, ...]


def overwritten(root: str, paths: Iterable[str]) -> Overwritten:
    """Compare paths with the hashes in the RECORDs; those with the recorded content are left out.

    Args:
        root: the real path of the environment.
        paths: paths relative to it.
    """
    asked = set(paths)
    judge = Judge(Containment(root), CancellationToken())
    found = list(_recorded(root, asked))
    bad = (it for it in found if _is_bad(judge, it[0], it[1]))
    claimed = {it.path for it, _ in found}
    return Overwritten(tuple(it for it, _ in bad), tuple(sorted(asked - claimed)))


def _recorded(root: str, asked: Set[str]) -> Iterator[tuple[OverwrittenFile, str]]:
    for package in scan(look_at(root).site_packages).distributions:
        place = os.path.relpath(os.path.dirname(package.path), root)
        for file in read_hashes(_record_of(package)).files:
            path = os.path.normpath(os.path.join(place, file.path))
            if path in asked:
                yield OverwrittenFile(path, package, file.path), file.hash


def _record_of(package: Distribution) -> str:
    try:
        with open(
            os.path.join(package.path, "RECORD"), encoding="utf-8", opener=open_small
        ) as file:
            return file.read()
    except (OSError, ValueError):
        return ""


def _is_bad(judge: Judge, file: OverwrittenFile, wanted: str) -> bool:
    place = os.path.dirname(file.package.path)
    return judge.verdict(place, file.recorded, wanted) in ("missing", "changed")

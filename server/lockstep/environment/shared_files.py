"""Finds packages that install the same file: its content is that of the last one installed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from ..host.cancellation import CancellationToken
from ..host.files import bytes_if_readable
from ..model.installed import Distribution
from ..model.report import BadFile
from .containment import Containment
from .hashing import Judge
from .record import Recorded, read_hashes


def with_owners(
    bad: Iterable[BadFile], environment: str, installed: Sequence[Distribution]
) -> tuple[BadFile, ...]:
    """The bad files, with `owner` set on each changed file that has another package's content.

    That is the case if its present content has the hash that another package's RECORD lists for it.

    Args:
        bad: the bad files.
        environment: the real path of the environment.
        installed: all installed packages.

    Returns them in the same order.
    """
    judge = Judge(Containment(environment), CancellationToken())
    return tuple(
        it._replace(owner=_owner(it, installed, judge)) if it.how == "changed" else it for it in bad
    )


def _owner(file: BadFile, installed: Sequence[Distribution], judge: Judge) -> str:
    """The name of another package with the file's present hash in its RECORD; or empty."""
    name = os.path.basename(file.path).encode("utf-8", "surrogateescape")
    for it in installed:
        is_other = it.name != file.package
        record = bytes_if_readable(os.path.join(it.path, "RECORD")) if is_other else b""
        # Searching the bytes first saves parsing most RECORDs.
        for entry in _entries(record, it, file.path) if name in record else ():
            if judge.verdict(os.path.dirname(it.path), entry.path, entry.hash) == "sound":
                return it.name
    return ""


def _entries(record: bytes, package: Distribution, path: str) -> Iterator[Recorded]:
    site_packages = os.path.dirname(package.path)
    for entry in read_hashes(record.decode("utf-8", "replace")).files:
        if os.path.normpath(os.path.join(site_packages, entry.path)) == path:
            yield entry

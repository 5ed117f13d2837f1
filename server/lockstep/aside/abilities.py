"""Tries what a file system can do, with files in a new folder that is deleted afterwards.

Each answer is a text for the user. If an error of the system prevents the trial, the answer is
`unknown` with the reason; no function raises an OSError.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ..errors import said_by_system
from ..host.contract import Host
from ..host.files import NO_FSYNC

YES, NO = "yes", "no"
_PREFIX = ".lockstep-probe-"


def unknown(reason: str) -> str:
    """The answer if something could not be tried, for this reason."""
    return f"unknown: {reason}"


def hard_links(host: Host, folder: str) -> str:
    """Whether files in a folder can have hard links.

    Returns `yes`, `no` or `unknown: <reason>`.
    """

    def trial(probe: str) -> str:
        one = _file(probe)
        return YES if host.link(one, os.path.join(probe, "two")) else NO

    return _tried(host, folder, trial)


def locks(host: Host, folder: str) -> str:
    """Whether a lock on a file in a folder excludes a second one.

    Returns `yes`, `no: <reason>` or `unknown: <reason>`.
    """

    def trial(probe: str) -> str:
        one = _file(probe)
        try:
            first = host.take_lock(one, 0.0)
        except OSError as mistake:
            return f"{NO}: {mistake.strerror or mistake}"
        if first is None:
            return unknown("another process has locked the new file")
        second = host.take_lock(one, 0.0)
        first.release()
        if second is None:
            return YES
        second.release()
        return f"{NO}: a lock does not exclude a second one"

    return _tried(host, folder, trial)


def fsync(host: Host, folder: str) -> str:
    """Whether files in a folder can be flushed to the disk.

    Returns `yes`, `no` or `unknown: <reason>`.
    """

    def trial(probe: str) -> str:
        number = os.open(_file(probe), os.O_WRONLY)
        try:
            os.fsync(number)
        except OSError as mistake:
            if mistake.errno not in NO_FSYNC:
                raise
            return NO
        finally:
            os.close(number)
        return YES

    return _tried(host, folder, trial)


def renames(host: Host, source: str, target: str) -> str:
    """Whether a file can be renamed from one folder to another.

    Args:
        host: carries out the rename.
        source: the existing folder that has the file.
        target: the existing folder to which it is renamed.

    Returns `yes`, `no: <reason>` or `unknown: <reason>`.
    """

    def trial(probe: str) -> str:
        with _probe(host, target) as there:
            one = _file(probe)
            try:
                host.rename(one, os.path.join(there, "two"))
            except OSError as mistake:
                return f"{NO}: {mistake.strerror or mistake}"
        return YES

    return _tried(host, source, trial)


def _tried(host: Host, folder: str, trial: Callable[[str], str]) -> str:
    try:
        with _probe(host, folder) as probe:
            return trial(probe)
    except OSError as mistake:
        return unknown(said_by_system(mistake, folder))


@contextmanager
def _probe(host: Host, folder: str) -> Iterator[str]:
    """A new folder in a folder, which is deleted when the block ends."""
    probe = tempfile.mkdtemp(prefix=_PREFIX, dir=folder)
    try:
        yield probe
    finally:
        host.delete_tree(probe)


def _file(probe: str) -> str:
    path = os.path.join(probe, "one")
    with open(path, "xb") as file:
        file.write(b"probe")
    return path

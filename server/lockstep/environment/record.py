"""The text of a RECORD to paths and hashes. Pure.

A RECORD is a CSV file of `path,algorithm=digest,size`; the digest is Base64 as URLs have it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Recorded(NamedTuple):
    """A file and the hash that it was installed with, as `sha256=…`."""

    path: str
    hash: str


class Record(NamedTuple):
    """The files with a hash; `is_whole` where every line was understood, and there was one."""

    files: tuple[Recorded, ...] = ()
    is_whole: bool = False


def read_hashes(text: str) -> Record:
    """Whatever a text says; what has no hash is passed over, as RECORD itself, and bytecode."""
    rows = [it for it in _rows(text) if it]
    whole = [it for it in rows if len(it) == 3 and it[0]]
    found = [Recorded(path, it) for path, it, _ in whole if it and not path.endswith(".pyc")]
    return Record(tuple(found), bool(rows) and len(rows) == len(whole))


def _rows(text: str) -> Iterable[list[str]]:
    lines = text.replace("\r\n", "\n").split("\n")
    if '"' not in text:
        # Six times as fast as the csv module, for the files of nearly every package.
        return [line.split(",") for line in lines if line]
    import csv

    try:
        return list(csv.reader(lines))
    except csv.Error:
        return [[""]]

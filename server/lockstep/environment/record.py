"""Parses the paths and hashes in a RECORD. Pure.

A RECORD is a CSV file of `path,algorithm=digest,size` lines; the digest is in URL-safe Base64
(specification "Recording installed projects").
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Recorded(NamedTuple):
    """One entry of a RECORD: a path as written, relative to site-packages, and its hash.

    Attributes:
        path: the path.
        hash: algorithm and digest, as `sha256=…`.
    """

    path: str
    hash: str


class Record(NamedTuple):
    """A parsed RECORD.

    Attributes:
        files: the entries that have a hash, in the order of the file.
        is_whole: there are lines, and all of them were valid.
    """

    files: tuple[Recorded, ...] = ()
    is_whole: bool = False


def read_hashes(text: str) -> Record:
    """Parse a RECORD; skips invalid lines, bytecode, and entries without a hash, such as RECORD."""
    rows = [it for it in _rows(text) if it]
    whole = [it for it in rows if len(it) == 3 and it[0]]
    found = [Recorded(path, it) for path, it, _ in whole if it and not path.endswith(".pyc")]
    return Record(tuple(found), bool(rows) and len(rows) == len(whole))


def _rows(text: str) -> Iterable[list[str]]:
    lines = text.replace("\r\n", "\n").split("\n")
    if '"' not in text:
        # Six times as fast as the csv module; nearly no RECORD contains quotes.
        return [line.split(",") for line in lines if line]
    import csv

    try:
        return list(csv.reader(lines))
    except csv.Error:
        return [[""]]

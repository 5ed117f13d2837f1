"""Computes the range of Python versions of `requires-python`; uv compares only its two ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ...model.versions.specifier import Clause, read_specifier
from ...model.versions.version import Release, read_version, without_zeros


class End(NamedTuple):
    """One end of a range: a release without trailing zeros, and whether it is included."""

    release: tuple[int, ...]
    inclusive: bool


class PythonRange(NamedTuple):
    """The range of Python versions between two ends; an end without a limit is None."""

    lower: End | None
    upper: End | None


def python_range(texts: Iterable[str]) -> PythonRange | None:
    """The range from the highest lower to the lowest upper end of all specifiers.

    Exclusions (`!=`) do not count. Returns None if a specifier, or a version in it, is invalid.
    """
    try:
        clauses = [it for text in texts for it in read_specifier(text).clauses]
        lower = [end for it in clauses for end in _lower_ends(it)]
        upper = [end for it in clauses for end in _upper_ends(it)]
    except ValueError:
        return None
    return PythonRange(max(lower, key=_lower_order, default=None), min(upper, default=None))


def _lower_order(end: End) -> tuple[tuple[int, ...], bool]:
    # Of equal releases the exclusive end is the higher one; for upper ends it is the lower one.
    return end.release, not end.inclusive


def _lower_ends(clause: Clause) -> Iterator[End]:
    operator, text = clause
    if operator in (">=", ">", "~=", "==", "==="):
        yield End(without_zeros(_release(text)), inclusive=operator != ">")


def _upper_ends(clause: Clause) -> Iterator[End]:
    operator, text = clause
    if operator == "~=":
        yield End(_next(_release(text)[:-1]), inclusive=False)
    elif operator in ("<", "<="):
        yield End(without_zeros(_release(text)), inclusive=operator == "<=")
    elif operator in ("==", "===") and text.endswith(".*"):
        yield End(_next(_release(text)), inclusive=False)
    elif operator in ("==", "==="):
        yield End(without_zeros(_release(text)), inclusive=True)


def _release(text: str) -> Release:
    return read_version(text.removesuffix(".*")).release


def _next(release: Release) -> Release:
    return without_zeros((*release[:-1], release[-1] + 1))

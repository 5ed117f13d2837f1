"""The range of Python versions that `requires-python` means: uv looks at its two ends only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from packaging.specifiers import Specifier, SpecifierSet
from packaging.version import Version


class End(NamedTuple):
    """One end of a range: a release without trailing zeros, and whether it belongs to it."""

    release: tuple[int, ...]
    inclusive: bool


class PythonRange(NamedTuple):
    """From the highest lower end to the lowest upper end; None where it is open."""

    lower: End | None
    upper: End | None


def python_range(texts: Iterable[str]) -> PythonRange | None:
    """The range where all specifiers hold; None where one is not understood."""
    try:
        specifiers = [it for text in texts for it in SpecifierSet(text)]
        lower = [end for it in specifiers for end in _lower_ends(it)]
        upper = [end for it in specifiers for end in _upper_ends(it)]
    except ValueError:
        return None
    return PythonRange(max(lower, key=_lower_order, default=None), min(upper, default=None))


def _lower_order(end: End) -> tuple[tuple[int, ...], bool]:
    return end.release, not end.inclusive


def _lower_ends(specifier: Specifier) -> Iterator[End]:
    operator, text = specifier.operator, specifier.version
    if operator in (">=", ">", "~=", "==", "==="):
        yield End(_trimmed(_release(text)), inclusive=operator != ">")


def _upper_ends(specifier: Specifier) -> Iterator[End]:
    operator, text = specifier.operator, specifier.version
    if operator == "~=":
        yield End(_next(_release(text)[:-1]), inclusive=False)
    elif operator in ("<", "<="):
        yield End(_trimmed(_release(text)), inclusive=operator == "<=")
    elif operator in ("==", "===") and text.endswith(".*"):
        yield End(_next(_release(text)), inclusive=False)
    elif operator in ("==", "==="):
        yield End(_trimmed(_release(text)), inclusive=True)


def _release(text: str) -> tuple[int, ...]:
    return Version(text.removesuffix(".*")).release


def _next(release: tuple[int, ...]) -> tuple[int, ...]:
    return _trimmed((*release[:-1], release[-1] + 1))


def _trimmed(release: tuple[int, ...]) -> tuple[int, ...]:
    while len(release) > 1 and release[-1] == 0:
        release = release[:-1]
    return release

"""Do two markers mean the same? Both are tried at every point that either can tell apart.

uv compares markers as decision diagrams, simplified under `requires-python`. Trying them at
samples around every literal gives the same answer with a few lines: between two samples no
comparison of either marker changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from ...model.markers import Comparison, Evaluator, MarkerProblem, comparisons, parse

_PYTHON = ("python_version", "python_full_version")
_OTHER = "~other~"
_LARGEST = 20_000

Point = Evaluator


def points(markers: Iterable[str], requires_python: str) -> list[Point] | None:
    """Evaluators at every point that matters; None where there are too many to try."""
    found = [it for marker in markers if marker for it in _comparisons(marker)]
    variables = sorted({it.variable for it in found if it.variable not in ("extra", *_PYTHON)})
    choices = [sorted(_strings(found, variable)) for variable in variables]
    pythons = _pythons(found, requires_python)
    extras = sorted({it.literal for it in found if it.variable == "extra"})
    size = len(pythons) * (len(extras) + 2)
    for choice in choices:
        size *= len(choice)
    if size > _LARGEST:
        return None
    return [
        Evaluator({**dict(zip(variables, values, strict=True)), **python}, active)
        for values in product(*choices)
        for python in pythons
        for active in ((), *((it,) for it in extras), tuple(extras))
    ]


def _comparisons(marker: str) -> Iterator[Comparison]:
    try:
        yield from comparisons(parse(marker))
    except (MarkerProblem, RecursionError):
        return


def _strings(found: list[Comparison], variable: str) -> set[str]:
    values = {_OTHER}
    for comparison in found:
        if comparison.variable == variable:
            values.add(comparison.literal)
            if "in" in comparison.operator:
                values.update(comparison.literal.replace(",", " ").split())
    if variable == "implementation_version":
        values = {it for it in values if it != _OTHER} | {"0", "99"}
    return values


def _pythons(found: list[Comparison], requires_python: str) -> list[dict[str, str]]:
    releases = {(3, 8, 0), (3, 99, 0)}
    for comparison in found:
        if comparison.variable in _PYTHON:
            for literal in comparison.literal.replace(",", " ").split():
                releases.update(_around(literal))
    try:
        allowed = SpecifierSet(requires_python)
        # The ends of the range are points that the markers do not name.
        for specifier in allowed:
            releases.update(_around(specifier.version))
    except InvalidSpecifier:
        allowed = SpecifierSet()
    versions = (".".join(str(part) for part in release) for release in sorted(releases))
    fitting = [it for it in versions if allowed.contains(it)]
    return [{"python_full_version": it, "python_version": _minor(it)} for it in fitting]


def _minor(version: str) -> str:
    return ".".join(version.split(".")[:2])


def _around(literal: str) -> Iterator[tuple[int, int, int]]:
    try:
        release = Version(literal.removesuffix(".*")).release
    except InvalidVersion:
        return
    major, minor, patch = (*release, 0, 0)[:3]
    for near_patch in (0, max(patch - 1, 0), patch, patch + 1, 99):
        yield major, minor, near_patch
    yield major, minor + 1, 0
    if minor:
        yield major, minor - 1, 99

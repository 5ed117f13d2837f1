"""Decides whether markers are equivalent, by evaluating them at enough points.

uv compares markers as decision diagrams, simplified under `requires-python`. Evaluating them at
samples around every literal gives the same result with less code: between two neighboring samples
no comparison of either marker changes its value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from ...model.markers import Comparison, Evaluator, MarkerProblem, comparisons, parse
from ...model.versions.specifier import EVERY_VERSION, read_specifier
from ...model.versions.version import read_version

_PYTHON = ("python_version", "python_full_version")
_PLATFORM = ("sys_platform", "platform_system", "os_name")
_SYSTEMS = {
    "Windows": "win32",
    "Darwin": "darwin",
    "Linux": "linux",
    "AIX": "aix",
    "Emscripten": "emscripten",
    "Android": "android",
}
_OTHER = "~other~"
_LARGEST = 20_000

Point = Evaluator


def points(markers: Iterable[str], requires_python: str) -> list[Point] | None:
    """Evaluators at every point at which the markers may differ; None for more than 20,000 points.

    A point is a Python, a platform, the values of other variables, and a set of active extras.

    Args:
        markers: the markers to compare; an invalid one adds no points.
        requires_python: a specifier; only Pythons that it allows are points. An empty or invalid
            one allows all.
    """
    found = [it for marker in markers if marker for it in _comparisons(marker)]
    known = ("extra", *_PYTHON, *_PLATFORM)
    variables = sorted({it.variable for it in found if it.variable not in known})
    choices = [sorted(_strings(found, variable)) for variable in variables]
    platforms = _platforms(found)
    pythons = _pythons(found, requires_python)
    extras = sorted({it.literal for it in found if it.variable == "extra"})
    size = len(pythons) * len(platforms) * (len(extras) + 2)
    for choice in choices:
        size *= len(choice)
    if size > _LARGEST:
        return None
    return [
        Evaluator({**dict(zip(variables, values, strict=True)), **platform, **python}, active)
        for values in product(*choices)
        for platform in platforms
        for python in pythons
        # Not every subset of extras: their number would double with each extra.
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
            # For `in` both the words of the literal and a text that is only part of it matter.
            if "in" in comparison.operator:
                values.update(comparison.literal.replace(",", " ").split())
                values.add(comparison.literal[:-1])
    if variable == "implementation_version":
        # These are versions: below and above all literals, instead of any other text.
        values = {it for it in values if it != _OTHER} | {"0", "99"}
    return values


def _platforms(found: list[Comparison]) -> list[dict[str, str]]:
    """The platforms to try; `platform_system` follows from `sys_platform` as in `algebra.rs`."""
    if not any(it.variable in _PLATFORM for it in found):
        return [{}]
    systems = _strings(found, "platform_system")
    names = _strings(found, "sys_platform") | {_SYSTEMS[it] for it in systems if it in _SYSTEMS}
    unknown = sorted(it for it in systems if it not in _SYSTEMS)
    by_name = {name: system for system, name in _SYSTEMS.items()}
    return [
        {"sys_platform": name, "platform_system": system, "os_name": os_name}
        for name in sorted(names)
        for system in ([by_name[name]] if name in by_name else unknown)
        for os_name in sorted(_strings(found, "os_name"))
    ]


def _pythons(found: list[Comparison], requires_python: str) -> list[dict[str, str]]:
    releases = {(3, 8, 0), (3, 99, 0)}
    for comparison in found:
        if comparison.variable in _PYTHON:
            for literal in comparison.literal.replace(",", " ").split():
                releases.update(_around(literal))
    try:
        allowed = read_specifier(requires_python)
        # The ends of the range are further points, although no marker contains them.
        for clause in allowed.clauses:
            releases.update(_around(clause.version))
    except ValueError:
        allowed = EVERY_VERSION
    versions = (".".join(str(part) for part in release) for release in sorted(releases))
    fitting = [it for it in versions if allowed.contains(it)]
    return [{"python_full_version": it, "python_version": _minor(it)} for it in fitting]


def _minor(version: str) -> str:
    return ".".join(version.split(".")[:2])


def _around(literal: str) -> Iterator[tuple[int, int, int]]:
    try:
        release = read_version(literal.removesuffix(".*")).release
    except ValueError:
        return
    major, minor, patch = (*release, 0, 0)[:3]
    for near_patch in (0, max(patch - 1, 0), patch, patch + 1, 99):
        yield major, minor, near_patch
    yield major, minor + 1, 0
    if minor:
        yield major, minor - 1, 99

"""Decides whether two lists of requirements of one package are equivalent.

They are compared in independent groups: by subject (`Entry.subject`), then by the extra in the
marker. A subject is compared as a whole only if a group differs and there are entries without an
extra.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...model.markers import Comparison, Joined, MarkerProblem, Node, comparisons, parse
from ...model.versions.specifier import Specifier, read_specifier
from ...model.versions.version import read_version
from .entry import Entry, tidy_specifier
from .marker_space import Point, points

_Key = tuple[object, str]
_MIXED = "\0mixed"
"""Stands for a marker that asks for extras in another way than by one `and extra == '…'`."""


def same(mine: list[Entry], other: list[Entry], requires_python: str) -> bool | None:
    """Whether two lists of requirements of one package are equivalent.

    Requirements with other sources or extras are compared separately, and markers by evaluation.
    None if only uv can decide, for example because that takes too many evaluations.

    Args:
        mine: the requirements in the manifest.
        other: the requirements in the lockfile.
        requires_python: that of the lockfile.
    """
    ours, theirs = _grouped(mine), _grouped(other)
    answers = [
        _same_subject(ours.get(it, []), theirs.get(it, []), requires_python)
        for it in ours.keys() | theirs.keys()
    ]
    return False if False in answers else None if None in answers else True


def _grouped(entries: Iterable[Entry]) -> dict[object, list[Entry]]:
    found: dict[object, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.subject, []).append(entry)
    return found


def _same_subject(mine: list[Entry], other: list[Entry], requires_python: str) -> bool | None:
    if _texts(mine) == _texts(other):
        return True
    ours, theirs = _by_extra(mine), _by_extra(other)
    answers = {}
    for extra in ours.keys() | theirs.keys():
        one, two = ours.get(extra, []), theirs.get(extra, [])
        answers[extra] = _texts(one) == _texts(two) or _compared(one, two, requires_python)
    if all(it is True for it in answers.values()):
        return True
    is_apart = not {"", _MIXED} & answers.keys()
    if is_apart or answers.keys() == {""}:
        return False if False in answers.values() else None
    return _compared(mine, other, requires_python)


def _texts(entries: list[Entry]) -> set[tuple[str, str]]:
    return {(it.specifier, it.marker) for it in entries}


def _by_extra(entries: list[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(_extra_of(entry.marker), []).append(entry)
    return found


def _extra_of(marker: str) -> str:
    """The extra that a marker requires; empty if it requires none."""
    if "extra" not in marker:
        return ""
    try:
        node = parse(marker)
    except (MarkerProblem, RecursionError):
        return _MIXED
    parts = node.parts if isinstance(node, Joined) and node.every else (node,)
    asked = [it for it in parts if _asks(it)]
    rest = [it for it in parts if it not in asked]
    is_plain = len(asked) == 1 and not any(_has_extra(it) for it in rest)
    only = asked[0] if is_plain else None
    return only.literal if isinstance(only, Comparison) else _MIXED


def _asks(node: Node) -> bool:
    return isinstance(node, Comparison) and node.variable == "extra" and node.operator == "=="


def _has_extra(node: Node) -> bool:
    return any(it.variable == "extra" for it in comparisons(node))


def _compared(mine: list[Entry], other: list[Entry], requires_python: str) -> bool | None:
    samples = points({it.marker for it in (*mine, *other)}, requires_python)
    if samples is None:
        return None
    held: set[str] = set()
    for at in samples:
        one, two = _specifiers(mine, at, held), _specifiers(other, at, held)
        if bool(one) != bool(two) or not same_specifiers(one, two):
            return False
    idle = {it for it in _texts(mine) ^ _texts(other) if it[1] not in held}
    # uv keeps an entry that is true on no allowed Python, if it is true on any Python at all.
    return None if any(_holds_somewhere(marker) for _, marker in idle) else True


def _specifiers(entries: list[Entry], at: Point, held: set[str]) -> list[str]:
    found = [it for it in entries if at(it.marker)]
    held.update(it.marker for it in found)
    return [it.specifier for it in found]


def _holds_somewhere(marker: str) -> bool:
    samples = points((marker,), "")
    return samples is None or any(at(marker) for at in samples)


def same_specifiers(one: list[str], two: list[str]) -> bool:
    """Whether two lists of specifiers, each of which must hold, allow the same versions.

    False also if a list of specifiers is invalid, if only one of them pins one version exactly (by
    `==` or `===`), or if only one of them names a prerelease, since uv then allows other versions.
    """
    ours, theirs = tidy_specifier(",".join(one)), tidy_specifier(",".join(two))
    if ours == theirs:
        return True
    try:
        mine, other = read_specifier(ours), read_specifier(theirs)
    except ValueError:
        return False
    if _is_exact(mine) != _is_exact(other) or mine.names_prerelease != other.names_prerelease:
        return False
    clauses = (*mine.clauses, *other.clauses)
    versions = {it for clause in clauses for it in _versions_around(clause.version)}
    return all(mine.contains(it) == other.contains(it) for it in versions)


def _is_exact(specifier: Specifier) -> str:
    """The operator of a single `==` or `===` clause; only these admit a yanked version."""
    operators = [it.operator for it in specifier.clauses if not it.version.endswith(".*")]
    exact = len(specifier.clauses) == 1 and operators and operators[0] in ("==", "===")
    return operators[0] if exact else ""


def _versions_around(text: str) -> Iterator[str]:
    try:
        version = read_version(text.removesuffix(".*"))
    except ValueError:
        return
    base = version.base
    # Before, at and after the version, and at both ends of its prefix.
    yield from (version.normal, f"{base}.dev0", f"{base}.post1", f"{base}.0.1", f"{base}.9999")
    release = version.release
    for at in range(len(release)):
        yield ".".join(str(part) for part in (*release[:at], release[at] + 1))
        if release[at]:
            yield ".".join(str(part) for part in (*release[:at], release[at] - 1, 9999))

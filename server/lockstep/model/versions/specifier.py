"""Version specifiers (PEP 440): their clauses, and which versions they contain.

Clauses with versions in normal form are read here, and final releases are compared here.
`packaging` reads and judges all else, and is imported only then.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne
from typing import TYPE_CHECKING, NamedTuple

from .version import Release, Version, plain_version, read_version, without_zeros

if TYPE_CHECKING:
    from packaging.specifiers import SpecifierSet

_CLAUSE = re.compile(r"(~=|==|!=|<=|>=|<|>)[ \t]*([0-9]\S*)")
_ORDERS: dict[str, Callable[[Release, Release], bool]] = {
    "==": eq,
    "!=": ne,
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
}
_PREFIX = ".*"


class Clause(NamedTuple):
    """One comparison of a specifier; `version` is as it was written, a prefix with its `.*`."""

    operator: str
    version: str

    @property
    def text(self) -> str:
        """The clause as a specifier of its own."""
        return self.operator + self.version


class Specifier(NamedTuple):
    """Clauses that a version must fulfil together, in the order of the text.

    `normal` is how `packaging` writes it: sorted, without blanks, each clause once. `releases`
    are the releases of the clauses; None where a version is not final, so that `packaging` judges.
    """

    text: str
    clauses: tuple[Clause, ...]
    normal: str
    releases: tuple[Release, ...] | None

    def contains(self, version: str) -> bool:
        """Whether it allows a version, which may be a prerelease.

        Raises:
            ValueError: a number is too large.
        """
        if self.releases is not None:
            found = plain_version(version)
            if found is not None and found.is_final:
                release = found.release
                pairs = zip(self.clauses, self.releases, strict=True)
                return all(_holds(clause, wanted, release) for clause, wanted in pairs)
        return _packaging_set(self.text).contains(version, prereleases=True)

    @property
    def names_prerelease(self) -> bool:
        """Whether a clause asks for a prerelease, so that a resolver takes prereleases at all."""
        return any(_names_prerelease(it) for it in self.clauses)


EVERY_VERSION = Specifier("", (), "", ())


@lru_cache(maxsize=4096)
def read_specifier(text: str) -> Specifier:
    """The clauses of a specifier; an empty text allows every version.

    Raises:
        ValueError: the text is not a specifier, or no version can be compared with it.
    """
    plain = plain_specifier(text)
    if plain is not None:
        return plain
    found = _packaging_set(text)
    # It takes a number of any length, and fails at one that Python does not convert only when it
    # is compared.
    found.contains("0", prereleases=True)
    clauses = tuple(Clause(it.operator, it.version) for it in found)
    return Specifier(text, clauses, str(found), None)


@lru_cache(maxsize=4096)
def _packaging_set(text: str) -> SpecifierSet:
    from packaging import specifiers

    return specifiers.SpecifierSet(text)


def plain_specifier(text: str) -> Specifier | None:
    """A specifier whose versions are in normal form; None for every other text."""
    clauses: list[Clause] = []
    versions: list[Version] = []
    for part in (it.strip() for it in text.split(",")):
        if not part:
            continue
        found = _CLAUSE.fullmatch(part)
        version = _plain(found[1], found[2]) if found else None
        if found is None or version is None:
            return None
        clauses.append(Clause(found[1], found[2]))
        versions.append(version)
    is_final = all(it.is_final for it in versions)
    releases = tuple(it.release for it in versions) if is_final else None
    return Specifier(text, tuple(clauses), _normal(clauses, versions), releases)


def _plain(operator: str, text: str) -> Version | None:
    """The version of a clause, where PEP 440 allows it with the operator."""
    found = plain_version(text.removesuffix(_PREFIX))
    if found is None:
        return None
    if text.endswith(_PREFIX):
        return found if operator in ("==", "!=") and not found.suffix else None
    if operator == "~=" and len(found.release) < 2:
        return None
    return found if "+" not in found.suffix or operator in ("==", "!=") else None


def _normal(clauses: list[Clause], versions: list[Version]) -> str:
    """Of clauses that differ only in zeros at the end of a release, the first one is kept."""
    kept: dict[tuple[str, object], str] = {}
    for clause, version in sorted(zip(clauses, versions, strict=True), key=lambda it: it[0].text):
        same: object = clause.version
        if not clause.version.endswith(_PREFIX):
            is_length_told = clause.operator == "~="
            release = version.release if is_length_told else without_zeros(version.release)
            same = (release, version.suffix)
        kept.setdefault((clause.operator, same), clause.text)
    return ",".join(kept.values())


def _holds(clause: Clause, wanted: Release, release: Release) -> bool:
    """Whether a final release fulfils a clause with a final release."""
    operator, text = clause
    if text.endswith(_PREFIX):
        return _begins(release, wanted) == (operator == "==")
    if operator == "~=":
        above = without_zeros(release) >= without_zeros(wanted)
        return above and _begins(release, wanted[:-1])
    return _ORDERS[operator](without_zeros(release), without_zeros(wanted))


def _begins(release: Release, prefix: Release) -> bool:
    padded = release + (0,) * (len(prefix) - len(release))
    return padded[: len(prefix)] == prefix


def _names_prerelease(clause: Clause) -> bool:
    """As `packaging` sees it: an exclusion names nothing, nor does a text that is no version."""
    if clause.operator == "!=" or clause.version.endswith(_PREFIX):
        return False
    try:
        return read_version(clause.version).is_prerelease
    except ValueError:
        return False

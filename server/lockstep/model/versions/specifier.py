"""Parses version specifiers (PEP 440), and decides which versions they contain.

Clauses with versions in normal form and final releases are handled here, everything else by
`packaging`, which is imported only then.
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
    """One comparison of a specifier; `version` is as written, including `.*`."""

    operator: str
    version: str

    @property
    def text(self) -> str:
        """The clause as a specifier of its own."""
        return self.operator + self.version


class Specifier(NamedTuple):
    """A specifier; a version must satisfy all of its clauses.

    Attributes:
        text: the specifier as written.
        clauses: its clauses; in the order of the text, unless `packaging` parsed it.
        normal: the form of `packaging`: sorted, without blanks, each clause once.
        releases: the release of each clause; None if one of them is not a final release, so that
            `packaging` has to compare.
    """

    text: str
    clauses: tuple[Clause, ...]
    normal: str
    releases: tuple[Release, ...] | None

    def contains(self, version: str) -> bool:
        """Whether the specifier allows a version, which may be a prerelease.

        An invalid version is allowed only by an equal `===` clause.

        Raises:
            ValueError: the version has a number that is too large for `int`.
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
        """Whether a clause contains a prerelease, by which a resolver accepts prereleases.

        Clauses with `!=` or a prefix (`.*`) do not count.
        """
        return any(_names_prerelease(it) for it in self.clauses)


EVERY_VERSION = Specifier("", (), "", ())


@lru_cache(maxsize=4096)
def read_specifier(text: str) -> Specifier:
    """Parse a version specifier (PEP 440); an empty text allows every version.

    Raises:
        ValueError: the text is not a specifier, or has a number that is too large for `int`.
    """
    plain = plain_specifier(text)
    if plain is not None:
        return plain
    found = _packaging_set(text)
    # `packaging` parses numbers of any length, and fails only in a comparison, when Python refuses
    # to convert them; so one comparison is made here.
    found.contains("0", prereleases=True)
    clauses = tuple(Clause(it.operator, it.version) for it in found)
    return Specifier(text, clauses, str(found), None)


@lru_cache(maxsize=4096)
def _packaging_set(text: str) -> SpecifierSet:
    from packaging import specifiers

    return specifiers.SpecifierSet(text)


def plain_specifier(text: str) -> Specifier | None:
    """Parse a specifier with versions in normal form; returns None for every other text."""
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
    """The version of a clause; None if PEP 440 forbids it with this operator."""
    found = plain_version(text.removesuffix(_PREFIX))
    if found is None:
        return None
    if text.endswith(_PREFIX):
        return found if operator in ("==", "!=") and not found.suffix else None
    if operator == "~=" and len(found.release) < 2:
        return None
    return found if "+" not in found.suffix or operator in ("==", "!=") else None


def _normal(clauses: list[Clause], versions: list[Version]) -> str:
    """The form of `packaging`; of clauses that differ only in trailing zeros it keeps the first."""
    kept: dict[tuple[str, object], str] = {}
    for clause, version in sorted(zip(clauses, versions, strict=True), key=lambda it: it[0].text):
        same: object = clause.version
        if not clause.version.endswith(_PREFIX):
            # `~=1.0` and `~=1.0.0` differ; with other operators trailing zeros do not matter.
            is_length_told = clause.operator == "~="
            release = version.release if is_length_told else without_zeros(version.release)
            same = (release, version.suffix)
        kept.setdefault((clause.operator, same), clause.text)
    return ",".join(kept.values())


def _holds(clause: Clause, wanted: Release, release: Release) -> bool:
    """Whether a final release satisfies a clause with a final release."""
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
    """As in `packaging`: an exclusion (`!=`) does not count, nor does an invalid version."""
    if clause.operator == "!=" or clause.version.endswith(_PREFIX):
        return False
    try:
        return read_version(clause.version).is_prerelease
    except ValueError:
        return False

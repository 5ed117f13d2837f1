"""Random texts, parsed by Lockstep and by `packaging`: the results must be the same.

LOCKSTEP_FUZZ_ROUNDS is the number of texts of each kind; LOCKSTEP_SEED repeats a run.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from random import Random

import pytest
from packaging.markers import Marker, UndefinedEnvironmentName
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from lockstep.model.markers import Comparison, compare, plain_comparison, plain_marker
from lockstep.model.versions.requirement import plain_requirement, read_requirement
from lockstep.model.versions.specifier import plain_specifier, read_specifier
from lockstep.model.versions.version import plain_version, read_version, same_version

from ..sampling import IS_ALL, SEED
from . import texts

ROUNDS = int(os.environ.get("LOCKSTEP_FUZZ_ROUNDS") or (50_000 if IS_ALL else 2_000))
LEAST_PLAIN = 0.2
"""At least this share of the texts must be parsed without `packaging`, or nothing is compared."""

Round = Callable[[Random], bool]


def _answer(ask: Callable[[], object]) -> object:
    try:
        return ask()
    except (ValueError, UndefinedEnvironmentName):
        return "no answer"


def _version(chance: Random) -> bool:
    one, two = texts.version(chance), texts.version(chance)
    other = chance.choice((two, f"{one}.0", one.removesuffix(".0"), one.upper()))
    assert _answer(lambda: _parts(one)) == _answer(lambda: _packaging_parts(one)), one
    ours = _answer(lambda: same_version(one, other))
    assert ours == _answer(lambda: Version(one) == Version(other)), (one, other)
    return plain_version(one) is not None


def _parts(text: str) -> object:
    it = read_version(text)
    return it.epoch, it.release, it.normal, it.base, it.public, it.is_prerelease


def _packaging_parts(text: str) -> object:
    it = Version(text)
    return it.epoch, it.release, str(it), it.base_version, it.public, it.is_prerelease


def _specifier(chance: Random) -> bool:
    text = texts.specifier(chance)
    near = text.strip("~=!<>, \t").split(",")[0].removesuffix(".*")
    version = chance.choice((texts.version(chance), near, f"{near}.0", f"{near}.1", f"{near}a1"))
    # Compared before normalization, because `packaging` sorts the clauses when it normalizes.
    assert _answer(lambda: _clauses(text)) == _answer(lambda: _packaging_clauses(text)), text
    ours = _answer(lambda: read_specifier(text).contains(version))
    theirs = _answer(lambda: SpecifierSet(text).contains(version, prereleases=True))
    assert ours == theirs, (text, version)
    plain = plain_specifier(text)
    found = plain_version(version)
    is_compared = found is not None and found.is_final
    return is_compared and plain is not None and plain.releases is not None


def _clauses(text: str) -> object:
    it = read_specifier(text)
    return [(each.operator, each.version) for each in it.clauses], it.names_prerelease, it.normal


def _packaging_clauses(text: str) -> object:
    it = SpecifierSet(text)
    return [(each.operator, each.version) for each in it], bool(it.prereleases), str(it)


def _requirement(chance: Random) -> bool:
    text = texts.requirement(chance)
    ours, theirs = _answer(lambda: _fields(text)), _answer(lambda: _packaging_fields(text))
    assert ours == theirs, text
    return plain_requirement(text) is not None


def _fields(text: str) -> object:
    it = read_requirement(text)
    return it.name, list(it.extras), it.specifier, it.marker, it.url, it.text


def _packaging_fields(text: str) -> object:
    it = Requirement(text)
    marker = str(it.marker or "")
    return it.name, sorted(it.extras), str(it.specifier), marker, it.url or "", str(it)


def _marker(chance: Random) -> bool:
    text = texts.marker(chance)
    plain = plain_marker(text)
    assert plain is None or plain == _answer(lambda: str(Marker(text))), text
    return plain is not None


def _comparison(chance: Random) -> bool:
    asked = Comparison(*texts.comparison(chance))
    values = _values(chance)
    ours = compare(asked, tuple(sorted(values.items())))
    assert ours == _holds(asked, values), (asked, values)
    return plain_comparison(asked, values) is not None


def _holds(asked: Comparison, values: dict[str, str]) -> bool:
    found = _answer(lambda: Marker(asked.text).evaluate(dict(values)))
    return found is True


def _values(chance: Random) -> dict[str, str]:
    values = {it: chance.choice(texts.LITERALS[:10]) for it in texts.TEXT_VARIABLES[:7]}
    values["platform_release"] = chance.choice(("6.1.0-9-amd64", "10", "22.6.0"))
    for name in texts.VERSION_VARIABLES:
        odd = ("3.12.0+", "3.13.0rc1", "linux", texts.version(chance))
        values[name] = chance.choice(("3.8", "3.10", "3.12.1", "3.9.0", "3.12", *odd))
    for name in [it for it in values if chance.random() < 0.03]:
        # Without a value for a variable, `packaging` uses that of the running Python.
        del values[name]
    return values


@pytest.mark.parametrize(
    "one_round",
    [_version, _specifier, _requirement, _marker, _comparison],
    ids=lambda it: it.__name__,
)
def test_the_results_equal_those_of_packaging(one_round: Round) -> None:
    plain = sum(one_round(Random(f"{SEED} {number}")) for number in range(ROUNDS))
    print(f"{plain} of {ROUNDS} texts without packaging")
    assert plain >= LEAST_PLAIN * ROUNDS

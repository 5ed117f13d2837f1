"""Requirements as the lockfile records them, and whether two lists of them mean the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from ...model.manifest import Key, normalize
from ..absolute import absolute
from ..uv_lock_toml import ShapeProblem, strings
from .marker_space import points

_SOURCES = ("git", "url", "path", "directory", "editable", "virtual")


class Entry(NamedTuple):
    """One requirement: `source` holds what is not an index, `registry` a named index.

    `key` and `text` tell where and how the manifest says it; empty for the lockfile's.
    """

    name: str
    extras: tuple[str, ...] = ()
    specifier: str = ""
    marker: str = ""
    source: tuple[str, ...] = ()
    registry: str = ""
    key: Key = ()
    text: str = ""

    @property
    def subject(self) -> tuple[str, tuple[str, ...], tuple[str, ...], str]:
        """What entries must share to be compared with each other."""
        return self.name, self.extras, self.source, self.registry

    @property
    def words(self) -> str:
        """The requirement as people write it."""
        extras = f"[{','.join(self.extras)}]" if self.extras else ""
        source = f" @ {self.source[1]}" if self.source else ""
        marker = f" ; {self.marker}" if self.marker else ""
        return f"{self.name}{extras}{self.specifier}{source}{marker}"


def tidy_specifier(text: str) -> str:
    """A specifier in one spelling: sorted, without blanks."""
    return ",".join(sorted(part.replace(" ", "") for part in text.split(",") if part.strip()))


def recorded(entries: Any, root: str) -> list[Entry]:
    """Entries of the lockfile: `requires-dist`, `requires-dev`, constraints and their kin.

    Their paths are relative to the root of the workspace.
    """
    tables = entries if isinstance(entries, list) else []
    return [_recorded(table, root) for table in tables if isinstance(table, dict)]


def _recorded(table: Mapping[str, Any], root: str) -> Entry:
    try:
        extras = strings(table, "extras")
    except ShapeProblem:
        extras = ()
    kind = next((it for it in _SOURCES if it in table), "")
    source: tuple[str, ...] = ()
    if kind in ("git", "url"):
        source = (kind, str(table[kind]).rstrip("/"))
    elif kind:
        source = (kind, absolute(str(table[kind]), root))
    if kind and table.get("subdirectory"):
        source = (*source, str(table["subdirectory"]))
    return Entry(
        normalize(str(table.get("name", ""))),
        tuple(sorted(extras)),
        tidy_specifier(str(table.get("specifier", ""))),
        str(table.get("marker", "")),
        source,
        str(table.get("index", "")).rstrip("/"),
    )


class Difference(NamedTuple):
    """A name whose requirements differ; one of the two sides may be empty."""

    name: str
    said: tuple[Entry, ...]
    recorded: tuple[Entry, ...]


def differences(
    said: Iterable[Entry], in_lockfile: Iterable[Entry], requires_python: str
) -> Iterator[Difference]:
    """The names whose requirements do not mean the same, in the order of the names."""
    ours, theirs = _by_name(said), _by_name(in_lockfile)
    for name in sorted(ours.keys() | theirs.keys()):
        mine, other = ours.get(name, []), theirs.get(name, [])
        if not _same(mine, other, requires_python):
            yield Difference(name, tuple(mine), tuple(other))


def _by_name(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.name, []).append(entry)
    return found


def _same(mine: list[Entry], other: list[Entry], requires_python: str) -> bool:
    if _texts(mine) == _texts(other):
        return True
    markers = {it.marker for it in (*mine, *other)}
    samples = points(markers, requires_python)
    if samples is None:
        return False
    subjects = {it.subject for it in (*mine, *other)}
    for at in samples:
        for subject in subjects:
            one = [it.specifier for it in mine if it.subject == subject and at(it.marker)]
            two = [it.specifier for it in other if it.subject == subject and at(it.marker)]
            if bool(one) != bool(two) or not same_specifiers(one, two):
                return False
    return True


def _texts(entries: list[Entry]) -> set[tuple[object, ...]]:
    return {(it.subject, it.specifier, it.marker) for it in entries}


def same_specifiers(one: list[str], two: list[str]) -> bool:
    """Whether two conjunctions of specifiers allow the same versions."""
    ours, theirs = tidy_specifier(",".join(one)), tidy_specifier(",".join(two))
    if ours == theirs:
        return True
    try:
        mine, other = SpecifierSet(ours), SpecifierSet(theirs)
    except InvalidSpecifier:
        return False
    if _is_exact(mine) != _is_exact(other) or bool(mine.prereleases) != bool(other.prereleases):
        return False
    versions = {it for part in (*mine, *other) for it in _versions_around(part.version)}
    return all(
        mine.contains(it, prereleases=True) == other.contains(it, prereleases=True)
        for it in versions
    )


def _is_exact(specifiers: SpecifierSet) -> str:
    """The operator of a lone `==` or `===`: only such a one admits a version that was yanked."""
    operators = [it.operator for it in specifiers if not it.version.endswith(".*")]
    exact = len(specifiers) == 1 and operators and operators[0] in ("==", "===")
    return operators[0] if exact else ""


def _versions_around(text: str) -> Iterator[str]:
    try:
        version = Version(text.removesuffix(".*"))
    except InvalidVersion:
        return
    base = version.base_version
    yield from (str(version), f"{base}.dev0", f"{base}.post1", f"{base}.0.1", f"{base}.9999")
    release = version.release
    for at in range(len(release)):
        yield ".".join(str(part) for part in (*release[:at], release[at] + 1))
        if release[at]:
            yield ".".join(str(part) for part in (*release[:at], release[at] - 1, 9999))

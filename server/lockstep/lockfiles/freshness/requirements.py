"""Compares lists of requirements with those that the lockfile records."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ...model.manifest import normalize
from ..absolute import absolute
from ..uv_lock_toml import ShapeProblem, strings
from .entry import Entry, tidy_specifier
from .indexes import index_location
from .sameness import same

_SOURCES = ("git", "url", "path", "directory", "editable", "virtual")


def recorded(entries: Any, root: str) -> list[Entry]:
    """The entries of a list in the lockfile, such as `requires-dist` or constraints.

    Args:
        entries: the list as raw TOML, of any type; items that are not tables are left out.
        root: the root of the workspace, to which paths in the lockfile are relative. The paths of
            the entries are absolute.
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
        index_location(str(table["index"]), root) if table.get("index") else "",
    )


class Difference(NamedTuple):
    """A package with different requirements on the two sides.

    Attributes:
        name: its normalized name.
        said: its requirements in the manifest; may be empty.
        recorded: its requirements in the lockfile; may be empty.
        sure: False if only uv can decide whether they differ.
    """

    name: str
    said: tuple[Entry, ...]
    recorded: tuple[Entry, ...]
    sure: bool = True


def differences(
    said: Iterable[Entry],
    in_lockfile: Iterable[Entry],
    requires_python: str,
    unclear: Collection[str] = (),
) -> Iterator[Difference]:
    """The packages with requirements that differ, or may differ (`sure` is False), sorted by name.

    Args:
        said: the requirements in the manifest.
        in_lockfile: the requirements in the lockfile.
        requires_python: that of the lockfile; markers are compared only for Pythons that it allows.
        unclear: packages with requirements of an unknown form; each of them is yielded as unsure,
            even if both sides look equal.
    """
    ours, theirs = _by_name(said), _by_name(in_lockfile)
    for name in sorted(ours.keys() | theirs.keys()):
        mine, other = ours.get(name, []), theirs.get(name, [])
        answer = None if name in unclear else same(mine, other, requires_python)
        if answer is not True:
            yield Difference(name, tuple(mine), tuple(other), answer is False)


def _by_name(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.name, []).append(entry)
    return found


def words(difference: Difference) -> str:
    """A difference as one sentence, for a message; the first requirement of each side is quoted."""
    said, known = difference.said, difference.recorded
    if not difference.sure:
        first = _first(said or known)
        return f"only uv can say whether `{first}` is what the lockfile was made for"
    if not known:
        return f"`{_first(said)}` is not in the lockfile"
    if not said:
        return f"`{difference.name}` is in the lockfile, but no longer in the manifest"
    ours, theirs = _first(said), _first(known)
    if ours == theirs:
        ours, theirs = _listed(said), _listed(known)
    return f"`{ours}` is not what the lockfile was made for: `{theirs}`"


def _first(entries: tuple[Entry, ...]) -> str:
    return entries[0].text or entries[0].words


def _listed(entries: tuple[Entry, ...]) -> str:
    """All entries with their sources, as text."""
    return "`, `".join(sorted({it.words for it in entries}))

"""Compares the resolver's inputs in `[tool.uv]`: constraints, overrides, metadata, root groups."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...model.manifest import Key, Section, normalize
from ...model.pins import Lockfile, Stale
from ...model.project import Project
from ...model.versions.requirement import read_requirement
from .entry import Entry
from .groups import group_entries
from .lowering import Lowering
from .requirements import differences, recorded, words
from .scoped import scope_of, stale_scopes
from .settings import Settings, differing

_UV = ("tool", "uv")
_PLAIN = Section("dependencies")
_BUILD = "build-constraint-dependencies"
_LISTS = (
    ("constraint-dependencies", "constraints"),
    ("override-dependencies", "overrides"),
    (_BUILD, "build-constraints"),
)


class ResolverInputs:
    """Compares the root's `[tool.uv]`, and the groups of a root without `[project]`.

    Attributes:
        named: the locations of the indexes that these groups name; complete only when all of
            `differences` has been consumed.
    """

    def __init__(self, lockfile: Lockfile, project: Project, settings: Settings) -> None:
        self.named: set[str] = set()
        self._lockfile = lockfile
        self._project = project
        self._settings = settings
        self._root = project.root_member
        self._lowering = Lowering(project, self._root, settings.without_sources)
        self._pinned = {pin.name for pin in lockfile.pins}

    def differences(self) -> Iterator[Stale]:
        """All differences in constraints, overrides, exclusions, metadata and root groups."""
        for key, recorded_key in _LISTS:
            yield from self._list(key, recorded_key)
        yield from self._hashes()
        yield from self._exclusions()
        yield from stale_scopes(self._lockfile, self._root, self.entries, self._pinned)
        yield from self._metadata()
        yield from self._root_groups()

    def entries(self, items: Any, key: Key) -> list[Entry]:
        """The entries of a list of requirements; invalid ones are left out.

        Args:
            items: the list, of any type; an item is a string, or a table with `requirement`.
            key: the place of the list in the manifest.
        """
        found: list[Entry] = []
        for index, item in enumerate(items if isinstance(items, list) else ()):
            text = item.get("requirement") if isinstance(item, dict) else item
            try:
                requirement = read_requirement(text) if isinstance(text, str) else None
            except ValueError:
                continue
            if requirement is not None:
                found.extend(self._lowering.requirement(requirement, _PLAIN, (*key, index)))
        return found

    def _list(self, key: str, recorded_key: str) -> Iterator[Stale]:
        listed = self._lockfile.manifest.get(recorded_key)
        plain = [it for it in listed if not scope_of(it)] if isinstance(listed, list) else []
        known = _without_nothing(recorded(plain, self._project.root), recorded_key)
        said = self.entries(self._root.manifest.at(*_UV, key), (*_UV, key))
        said = _without_nothing(said, recorded_key)
        if key != _BUILD:
            # A setting for a package that is not pinned takes effect in the next resolution only.
            relevant = self._pinned | {it.name for it in known}
            said = [it for it in said if it.name in relevant]
        # With this feature uv omits constraints that the pins satisfy.
        is_pruned = key == _LISTS[0][0] and self._settings.has_feature("resolution-inputs")
        unclear = {it.name for it in (*said, *known)} if is_pruned else self._lowering.unclear
        for it in differences(said, known, self._lockfile.requires_python, unclear):
            place = it.said[0].key if it.said else (*_UV, key)
            message = f"`{key}` differs from the lockfile's for `{it.name}`"
            yield Stale(message, self._root.name, place, it.sure)

    def _hashes(self) -> Iterator[Stale]:
        """The hashes of build constraints, by package."""
        said = _hashes(self._root.manifest.at(*_UV, _BUILD))
        known = _hashes(self._lockfile.manifest.get("build-constraints"))
        for name in sorted(said.keys() & known.keys()):
            if said[name] != known[name]:
                message = f"the hashes of `{_BUILD}` differ from the lockfile's for `{name}`"
                yield Stale(message, self._root.name, (*_UV, _BUILD))

    def _exclusions(self) -> Iterator[Stale]:
        known = _names(self._lockfile.manifest.get("excludes"))
        said = _names(self._root.manifest.at(*_UV, "exclude-dependencies"))
        if said & (known | self._pinned) != known:
            key = (*_UV, "exclude-dependencies")
            message = "`exclude-dependencies` differ from the lockfile's"
            yield Stale(message, self._root.name, key)

    def _metadata(self) -> Iterator[Stale]:
        key = "dependency-metadata"
        known = _tables(self._lockfile.manifest.get(key))
        listed = list(self._settings.listed(key))
        said = _tables([it.value for it in listed])
        relevant = self._pinned | {name for name, _ in known}
        if {it for it in said if it[0] in relevant} != known:
            message = f"`{key}` differs from the lockfile's"
            yield differing(self._root.name, key, next(iter(listed), None), message)

    def _root_groups(self) -> Iterator[Stale]:
        if self._root.name:
            return
        known = self._lockfile.manifest.get("dependency-groups")
        tables = known if isinstance(known, dict) else {}
        said = group_entries(self._lowering, self._root.manifest)
        for group in sorted(said.keys() | tables.keys()):
            ours, theirs = said.get(group, []), recorded(tables.get(group), self._project.root)
            self.named.update(it.registry for it in ours)
            python, unclear = self._lockfile.requires_python, self._lowering.unclear
            for difference in differences(ours, theirs, python, unclear):
                message = f"{words(difference)} (group `{group}`)"
                key = difference.said[0].key if difference.said else ("dependency-groups", group)
                yield Stale(message, self._root.name, key, difference.sure)


def _without_nothing(entries: list[Entry], kind: str) -> list[Entry]:
    """The entries without constraints that have no specifier, which constrain nothing."""
    if kind != "constraints":
        return entries
    kept = (it for it in entries if it.specifier or it.source or it.registry)
    return [it._replace(extras=()) for it in kept]


def _hashes(found: Any) -> dict[str, set[tuple[str, ...]]]:
    """The hashes of requirements, by package name."""
    hashes: dict[str, set[tuple[str, ...]]] = {}
    for item in found if isinstance(found, list) else ():
        table = item if isinstance(item, dict) else {"requirement": item}
        listed = table.get("hashes", [])
        try:
            name = table.get("name") or read_requirement(str(table.get("requirement"))).name
        except ValueError:
            continue
        texts = sorted(str(it) for it in listed) if isinstance(listed, list) else []
        hashes.setdefault(normalize(str(name)), set()).add(tuple(texts))
    return hashes


def _names(found: Any) -> set[str]:
    items = found if isinstance(found, list) else []
    return {normalize(it) for it in items if isinstance(it, str)}


def _tables(found: Any) -> set[tuple[str, str]]:
    """Each table as a pair of name and canonical text, which are equal for equal tables."""
    tables = [it for it in found if isinstance(it, dict)] if isinstance(found, list) else []
    return {(normalize(str(it.get("name", ""))), _text(it)) for it in tables}


def _text(table: dict[str, Any]) -> str:
    parts = []
    for key in ("version", "requires-dist", "requires-python", "provides-extras"):
        value = table.get(key, table.get("provides-extra") if key == "provides-extras" else None)
        if value:
            items = value if isinstance(value, list) else [value]
            parts.append(f"{key}={sorted(_requirement_text(str(it)) for it in items)}")
    return ";".join(parts)


def _requirement_text(text: str) -> str:
    try:
        return read_requirement(text).text.replace('"', "'")
    except ValueError:
        return text

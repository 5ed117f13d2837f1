"""Compares the requirements of source trees without recorded metadata with the lockfile's edges.

Since revision 4 uv can omit `[package.metadata]` (preview feature `lock-without-metadata`). It then
resolves the requirements against the lockfile and compares the edges (`uv-lock`,
`satisfied_no_metadata`). Here names, extras, versions and sources are compared; if markers differ
in their text, the result is unsure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...model.manifest import Key
from ...model.pins import Edge, Edges, Lockfile, Pin, Stale
from ...model.project import Member, Project
from ...model.versions.specifier import read_specifier
from ..absolute import absolute
from .entry import Entry
from .groups import group_entries
from .indexes import index_location
from .lowering import Lowering, both
from .marker_space import points

NO_METADATA = "lock-without-metadata"


def has_no_metadata(pin: Pin) -> bool:
    """Whether the lockfile omits `[package.metadata]` of a source tree that has dependencies."""
    return pin.metadata is None and bool(pin.dependencies or pin.extras or pin.groups)


def stale_edges(
    lockfile: Lockfile, project: Project, pin: Pin, member: Member, lowering: Lowering
) -> Iterator[Stale]:
    """The differences between the requirements of a source tree and its edges; may be unsure.

    Args:
        lockfile: the lockfile.
        project: the workspace, to the root of which paths in the lockfile are relative.
        pin: the source tree in the lockfile.
        member: the manifest of the source tree, and the name under which differences are shown.
        lowering: converts the requirements of that manifest.
    """
    manifest = member.manifest
    extras = ("project", "optional-dependencies")
    yield from _names(member, "extra", set(manifest.extras), set(pin.extras), extras)
    groups = group_entries(lowering, manifest)
    yield from _names(member, "group", set(groups), set(pin.groups), ("dependency-groups",))
    compare = _Edges(lockfile, project, member, lowering)
    said: dict[str, list[Entry]] = {}
    for dependency in manifest.dependencies:
        if dependency.section.kind != "group":
            section = dependency.section
            said.setdefault(section.name, []).extend(lowering.in_section(dependency, section))
    own = _flat(said.get("", []), said, member.name, ())
    yield from compare.differences(own, pin.dependencies, ("project", "dependencies"))
    for extra, edges in pin.extras.items():
        if extra in manifest.extras:
            flat = _flat(said.get(extra, []), said, member.name, (extra,))
            yield from compare.differences(flat, edges, extras)
    for group, edges in pin.groups.items():
        if group in groups:
            yield from compare.differences(groups[group], edges, ("dependency-groups", group))


def _flat(
    entries: list[Entry], extras: Mapping[str, list[Entry]], own: str, above: tuple[str, ...]
) -> list[Entry]:
    """The requirements, with those of the project's own extras that the list names."""
    found: list[Entry] = []
    for entry in entries:
        if entry.name != own:
            found.append(entry)
        for extra in entry.extras if entry.name == own else ():
            if extra not in above:
                inner = _flat(extras.get(extra, []), extras, own, (*above, extra))
                found += [it._replace(marker=both(it.marker, entry.marker)) for it in inner]
    return found


def _names(member: Member, kind: str, said: set[str], known: set[str], key: Key) -> Iterator[Stale]:
    for name in sorted(said - known):
        yield Stale(f"{kind} `{name}` is not in the lockfile", member.name, key)
    for name in sorted(known - said):
        yield Stale(f"{kind} `{name}` is only in the lockfile", member.name, key)


class _Edges:
    """Compares one list of requirements with one list of edges."""

    def __init__(
        self, lockfile: Lockfile, project: Project, member: Member, lowering: Lowering
    ) -> None:
        self._lockfile = lockfile
        self._project = project
        self._member = member
        self._lowering = lowering
        changed = (*(lockfile.manifest.get(it) or () for it in ("overrides", "excludes")),)
        self._is_changed = any(changed)

    def differences(self, said: list[Entry], edges: Edges, key: Key) -> Iterator[Stale]:
        """The names on one side only, and the differences of those on both."""
        named = {it.name for it in edges}
        for name in sorted({it.name for it in said} | named):
            ours = [it for it in said if it.name == name]
            theirs = [it for it in edges if it.name == name]
            answer = self._same(ours, theirs)
            if answer is not True:
                place = ours[0].key if ours else key
                text = (ours[0].text or ours[0].words) if ours else name
                message = f"`{text}` is not what the lockfile was made for"
                if answer is None:
                    message = f"only uv can say whether `{text}` is what the lockfile was made for"
                yield Stale(message, self._member.name, place, answer is False)

    def _same(self, ours: list[Entry], theirs: list[Edge]) -> bool | None:
        name = ours[0].name if ours else theirs[0].name
        if self._is_changed or name == self._member.name or name in self._lowering.unclear:
            return None
        if not ours:
            return False
        if not theirs:
            return False if any(self._holds(it.marker) for it in ours) else None
        if {it for entry in ours for it in entry.extras} != {it for e in theirs for it in e.extras}:
            return False if len(ours) == 1 and self._holds(ours[0].marker) else None
        pairs = [(entry, edge) for entry in ours for edge in theirs if self._pair(entry, edge)]
        if len(pairs) == len(ours) == len(theirs):
            return True
        pins = self._lockfile.named(name)
        is_plain = len(ours) == len(theirs) == len(pins) == 1 and not ours[0].marker
        excludes = is_plain and self._is_from(ours[0], pins[0]) and not _allows(ours[0], pins[0])
        return False if excludes else None

    def _pair(self, entry: Entry, edge: Edge) -> bool:
        """Whether an edge certainly corresponds to a requirement."""
        pins = [it for it in self._lockfile.named(edge.name) if edge.version in ("", it.version)]
        if len(pins) != 1 or not self._is_from(entry, pins[0]) or not _allows(entry, pins[0]):
            return False
        samples = points((entry.marker, edge.marker), self._lockfile.requires_python)
        return samples is not None and all(at(entry.marker) == at(edge.marker) for at in samples)

    def _holds(self, marker: str) -> bool:
        samples = points((marker,), self._lockfile.requires_python)
        return samples is not None and any(at(marker) for at in samples)

    def _is_from(self, entry: Entry, pin: Pin) -> bool:
        """Whether a pin certainly comes from the source that a requirement names."""
        location, kind = pin.source.location, pin.source.kind
        if not entry.source:
            place = index_location(location, self._project.root)
            return kind == "registry" and entry.registry in ("", place)
        if kind not in ("git", "url"):
            location = absolute(location, self._project.root)
        return entry.source == (kind, location.partition("#")[0])


def _allows(entry: Entry, pin: Pin) -> bool:
    try:
        return read_specifier(entry.specifier).contains(pin.version or "0")
    except ValueError:
        return False

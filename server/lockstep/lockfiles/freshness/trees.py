"""Compares each source tree in the lockfile with its manifest."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ...model.manifest import Key, Manifest, normalize
from ...model.pins import Lockfile, Pin, Stale
from ...model.project import Member, Project, SourceTree
from ...model.text import Lines
from ...model.versions.version import same_version
from ..absolute import absolute
from .edges import NO_METADATA, has_no_metadata, stale_edges
from .entry import Entry
from .groups import group_entries
from .lowering import Lowering
from .requirements import Difference, differences, recorded, words
from .settings import Settings

# The first revision of uv.lock that records extras and groups without dependencies.
_EXTRAS_REVISION = 1


class Trees:
    """Compares the source trees in a lockfile with their manifests.

    Attributes:
        named: the locations of the indexes that their requirements name; complete only when all of
            `differences` has been consumed.
    """

    def __init__(self, lockfile: Lockfile, project: Project, settings: Settings) -> None:
        self.named: set[str] = set()
        self._lockfile = lockfile
        self._project = project
        self._without = settings.without_sources
        self._omits_metadata = settings.has_feature(NO_METADATA)

    def differences(self, trees: Mapping[str, SourceTree]) -> Iterator[Stale]:
        """The differences of all pinned source trees, in the order of the lockfile.

        A tree without a readable `[project]` is an unsure difference.

        Args:
            trees: those that are not members, by absolute path.
        """
        root = self._project.root
        members = {absolute(it.folder, root): it for it in self._project.members}
        for pin in self._lockfile.pins:
            if not pin.source.is_tree:
                continue
            place = absolute(pin.source.location, root)
            if place in members:
                yield from self._tree(pin, members[place], self._project)
            else:
                tree = trees.get(place, SourceTree(Manifest(Lines(""), {})))
                yield from self._other_tree(pin, place, tree)

    def _other_tree(self, pin: Pin, place: str, tree: SourceTree) -> Iterator[Stale]:
        """The differences of a tree outside the workspace, which are shown at the root.

        Its sources are those of its own workspace, which uv searches from its folder.
        """
        root = self._project.root_member.name
        key = ("tool", "uv", "sources", pin.name)
        member = Member(pin.name, place, "", tree.manifest)
        project = self._project._replace(members=tree.workspace or (member,))
        for found in self._tree(pin, member, project):
            yield Stale(f"in {pin.source.location}: {found.message}", root, key, found.sure)

    def _tree(self, pin: Pin, member: Member, project: Project) -> Iterator[Stale]:
        manifest = member.manifest
        if not manifest.readable or not manifest.table("project"):
            message = "only a build can tell what it requires: there is no `[project]`"
            yield Stale(message, member.name, (), sure=False)
            return
        dynamic = set(manifest.strings("project", "dynamic"))
        yield from _version(pin, member, dynamic)
        for key in sorted(dynamic & {"dependencies", "optional-dependencies"}):
            message = f"only a build can tell its `{key}`, which are dynamic"
            yield Stale(message, member.name, ("project", "dynamic"), sure=False)
        lowering = Lowering(project, member, self._without)
        if self._omits_metadata and has_no_metadata(pin):
            yield from stale_edges(self._lockfile, self._project, pin, member, lowering)
            return
        if "optional-dependencies" not in dynamic and self._lockfile.revision >= _EXTRAS_REVISION:
            yield from _extras(pin, member)
        if not dynamic & {"dependencies", "optional-dependencies"}:
            yield from self._requirements(pin, member, lowering)
        yield from self._groups(pin, member, lowering)

    def _requirements(self, pin: Pin, member: Member, lowering: Lowering) -> Iterator[Stale]:
        said = [
            entry
            for dependency in member.manifest.dependencies
            if dependency.section.kind != "group"
            for entry in lowering.entries(dependency)
        ]
        known = recorded((pin.metadata or {}).get("requires-dist"), self._project.root)
        # A build backend may resolve extras that name each other; uv accepts both forms.
        built = not pin.version and any(it.name == pin.name for it in said)
        unclear = {it.name for it in (*said, *known)} if built else lowering.unclear
        for difference in self._compared(said, known, unclear):
            key = _key(difference, ("project", "dependencies"))
            yield Stale(words(difference), member.name, key, difference.sure)

    def _compared(
        self, said: list[Entry], known: list[Entry], unclear: Collection[str]
    ) -> Iterator[Difference]:
        self.named.update(it.registry for it in said)
        return differences(said, known, self._lockfile.requires_python, unclear)

    def _groups(self, pin: Pin, member: Member, lowering: Lowering) -> Iterator[Stale]:
        found = (pin.metadata or {}).get("requires-dev", {})
        items = found.items() if isinstance(found, dict) else ()
        known = {normalize(it): value for it, value in items}
        said = group_entries(lowering, member.manifest)
        spelled = member.manifest.groups
        lists_empty = self._lockfile.revision >= _EXTRAS_REVISION
        for group in sorted(said.keys() | known.keys()):
            key: Key = ("dependency-groups", spelled.get(group, group))
            ours, theirs = said.get(group), recorded(known.get(group), self._project.root)
            if ours is None and (theirs or lists_empty):
                yield Stale(f"group `{group}` is only in the lockfile", member.name, key[:1])
            elif group not in known and (ours or lists_empty):
                yield Stale(f"group `{group}` is not in the lockfile", member.name, key)
            else:
                for difference in self._compared(ours or [], theirs, lowering.unclear):
                    message = f"{words(difference)} (group `{group}`)"
                    yield Stale(message, member.name, _key(difference, key), difference.sure)


def _version(pin: Pin, member: Member, dynamic: Collection[str]) -> Iterator[Stale]:
    said = member.manifest.string("project", "version")
    key: Key = ("project", "version")
    if "version" in dynamic or not said:
        if pin.version and "version" in dynamic:
            message = f"the version is dynamic, the lockfile has {pin.version}"
            yield Stale(message, member.name, ("project", "dynamic"))
    elif not pin.version:
        yield Stale(f"the version is {said}, the lockfile has it as dynamic", member.name, key)
    elif not _same_version(said, pin.version):
        yield Stale(f"the version is {said}, the lockfile has {pin.version}", member.name, key)


def _same_version(one: str, two: str) -> bool:
    try:
        return same_version(one, two)
    except ValueError:
        return one == two


def _extras(pin: Pin, member: Member) -> Iterator[Stale]:
    known = {normalize(it) for it in _strings(pin, "provides-extras")}
    said = member.manifest.extras
    table = ("project", "optional-dependencies")
    for extra in sorted(said.keys() - known):
        yield Stale(f"extra `{extra}` is not in the lockfile", member.name, (*table, said[extra]))
    for extra in sorted(known - said.keys()):
        yield Stale(f"extra `{extra}` is only in the lockfile", member.name, table)


def _key(difference: Difference, otherwise: Key) -> Key:
    return difference.said[0].key if difference.said else otherwise


def _strings(pin: Pin, key: str) -> list[Any]:
    found = (pin.metadata or {}).get(key, [])
    return [it for it in found if isinstance(it, str)] if isinstance(found, list) else []

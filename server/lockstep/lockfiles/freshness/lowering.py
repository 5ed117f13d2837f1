"""Converts requirements and their `[tool.uv.sources]` to the form that uv records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ...model.manifest import Dependency, Key, Manifest, Section, normalize
from ...model.markers import Comparison, MarkerProblem, Node, parse
from ...model.project import Member, Project
from ...model.urls import query_items, split_url
from ...model.versions.requirement import Requirement
from ..absolute import absolute
from ..file_url import path_of_url
from .entry import Entry, tidy_specifier
from .git_location import REVISIONS, git_from_url, git_location
from .indexes import index_location
from .settings import EVERY_SOURCE, WithoutSources

_ARCHIVES = (".whl", ".tar.gz", ".tgz", ".zip", ".tar.bz2", ".tar.xz", ".tar.zst", ".tar.lzma")


_MORE = {"marker", "extra", "group"}
_FIELDS = {
    "git": {"git", "subdirectory", "lfs", *REVISIONS, *_MORE},
    "url": {"url", "subdirectory", *_MORE},
    "path": {"path", "editable", "package", *_MORE},
    "workspace": {"workspace", "editable", *_MORE},
    "index": {"index", *_MORE},
}
_FLAGS = {"editable", "package", "workspace", "lfs"}


class _Origin(NamedTuple):
    """The sources of one package, and the folder to which their paths are relative."""

    sources: Sequence[Mapping[str, Any]]
    folder: str


class Lowering:
    """Converts the requirements of one member's manifest, as uv does; paths become absolute.

    The rules are those of `uv-distribution/src/metadata/lowering.rs`.

    Args:
        project: the workspace.
        member: the member with the manifest; a detached one counts as a workspace of its own.
        without: the packages for which `[tool.uv.sources]` is ignored; by default none.

    Attributes:
        unclear: the names of packages that were converted without their source, because it has an
            unknown form, or is a workspace source that names no member.
    """

    def __init__(
        self, project: Project, member: Member, without: WithoutSources = EVERY_SOURCE
    ) -> None:
        self.unclear: set[str] = set()
        self._project = project._replace(members=(member,)) if member.detached else project
        self._member = member
        self._without = without
        self._sources = _sources(self._project, member)

    def entries(self, dependency: Dependency) -> Iterator[Entry]:
        """The entries recorded for a requirement; several if its sources have markers."""
        extra = dependency.section.name if dependency.section.kind == "extra" else ""
        for entry in self.in_section(dependency, dependency.section):
            yield entry._replace(marker=both(entry.marker, f"extra == '{extra}'" if extra else ""))

    def in_section(self, dependency: Dependency, section: Section) -> Iterator[Entry]:
        """The entries of a requirement when it stands in `section`.

        Unlike `entries`, the marker `extra == '…'` of an extra's list is not added.

        Args:
            dependency: the requirement.
            section: decides which sources apply. For a requirement that comes in by
                `include-group` it is the including group, not the list that it is written in.
        """
        for entry in self.requirement(dependency.requirement, section, dependency.key):
            yield entry._replace(text=dependency.text)

    def requirement(self, requirement: Requirement, section: Section, key: Key) -> Iterator[Entry]:
        """As `in_section`, for a requirement at `key` of the manifest; `Entry.text` stays empty."""
        name = normalize(requirement.name)
        plain = Entry(
            name,
            tuple(sorted(normalize(it) for it in requirement.extras)),
            tidy_specifier(requirement.specifier),
            requirement.marker,
            key=key,
        )
        if requirement.url:
            yield plain._replace(source=self._from_url(requirement.url))
            return
        origin = self._sources.get(name, _Origin([], ""))
        sources = [it for it in origin.sources if _applies(it, section)]
        if not sources or self._without.has(name):
            yield plain
            return
        rest = plain.marker
        for source in sources:
            yield self._lowered(plain, source, origin.folder)
            marker = source.get("marker")
            rest = both(rest, _negated(marker)) if isinstance(marker, str) else _NEVER
        if rest != _NEVER:
            yield plain._replace(marker=rest)

    def _lowered(self, plain: Entry, source: Mapping[str, Any], folder: str) -> Entry:
        marker = source.get("marker")
        entry = plain._replace(marker=both(plain.marker, marker if isinstance(marker, str) else ""))
        kind = _kind(source)
        if kind == "index":
            return entry._replace(registry=self._index(source["index"]))
        found = self._source(plain.name, kind, source, folder)
        if not found:
            self.unclear.add(plain.name)
            return entry
        return entry._replace(source=found, specifier="")

    def _source(
        self, name: str, kind: str, source: Mapping[str, Any], folder: str
    ) -> tuple[str, ...]:
        behind = (source["subdirectory"],) if "subdirectory" in source else ()
        if kind == "git":
            return ("git", git_location(source))
        if kind == "url":
            return ("url", source["url"].rstrip("/"), *behind)
        if kind == "workspace" and source["workspace"] is True:
            return self._workspace(name, source.get("editable"))
        if kind == "path":
            path, package = source["path"], source.get("package")
            return self._path(path, folder, source.get("editable"), package)
        return ()

    def _workspace(self, name: str, editable: Any) -> tuple[str, ...]:
        member = self._project.member(name)
        if member is None:
            return ()
        folder = absolute(member.folder, self._project.root)
        if is_virtual(member.manifest, required=True):
            return ("virtual", folder)
        return ("directory" if editable is False else "editable", folder)

    def _path(self, path: str, folder: str, editable: Any, package: Any) -> tuple[str, ...]:
        place = absolute(path, folder)
        if place.endswith(_ARCHIVES):
            return ("path", place)
        if package is False:
            return ("virtual", place)
        return ("editable" if editable is True else "directory", place)

    def _from_url(self, url: str) -> tuple[str, ...]:
        parts = split_url(url)
        if parts.scheme.startswith("git+"):
            return ("git", git_from_url(url))
        if parts.scheme == "file" or not parts.scheme:
            path = path_of_url(url) if parts.scheme else url
            return self._path(path, self._member.folder, None, None)
        fragment = query_items(parts.fragment)
        plain = parts._replace(fragment="").geturl().rstrip("/")
        return ("url", plain, *([fragment["subdirectory"]] if "subdirectory" in fragment else []))

    def _index(self, name: str) -> str:
        for member in (self._member, self._project.root_member):
            listed = member.manifest.at("tool", "uv", "index")
            for index in listed if isinstance(listed, list) else ():
                if isinstance(index, dict) and index.get("name") == name:
                    return index_location(str(index.get("url", "")), member.folder)
        return name


# A marker that is true on no Python.
_NEVER = "python_version < '0'"


def is_virtual(manifest: Manifest, *, required: bool) -> bool:
    """Whether a member is never installed itself (uv: `PyProjectToml::is_package`).

    `tool.uv.package` decides; without that setting, a member is virtual if it has no
    `[build-system]`, unless it is `required`: another member has it as a workspace source.
    """
    said = manifest.at("tool", "uv", "package")
    if isinstance(said, bool):
        return not said
    return "build-system" not in manifest.data and not required


def _sources(project: Project, member: Member) -> dict[str, _Origin]:
    """The sources by package name: the member's own, else those of the workspace's root."""
    found: dict[str, _Origin] = {}
    for owner in (project.root_member, member):
        for name, value in owner.manifest.table("tool", "uv", "sources").items():
            values = value if isinstance(value, list) else [value]
            tables = [it for it in values if isinstance(it, dict)]
            found[normalize(name)] = _Origin(tables, owner.folder)
    return found


def _kind(source: Mapping[str, Any]) -> str:
    """The kind of a source; empty if it has any unknown field."""
    for kind, fields in _FIELDS.items():
        if kind in source:
            typed = (isinstance(it, bool if key in _FLAGS else str) for key, it in source.items())
            return kind if set(source) <= fields and all(typed) else ""
    return ""


def _applies(source: Mapping[str, Any], section: Section) -> bool:
    for kind in ("extra", "group"):
        only = source.get(kind)
        if isinstance(only, str) and (section.kind, section.name) != (kind, normalize(only)):
            return False
    return True


def both(one: str, two: str) -> str:
    """Two markers joined by `and`; an empty marker is always true."""
    if not one or not two:
        return one or two
    return " and ".join(f"({it})" if " or " in it else it for it in (one, two))


_OPPOSITES = {
    "==": "!=",
    "!=": "==",
    "<": ">=",
    ">=": "<",
    ">": "<=",
    "<=": ">",
    "in": "not in",
    "not in": "in",
}


def _negated(marker: str) -> str:
    """The opposite of a source's marker."""
    try:
        return _opposite(parse(marker))
    except MarkerProblem:
        return _NEVER


def _opposite(node: Node) -> str:
    if isinstance(node, Comparison):
        return f"{node.left} {_OPPOSITES.get(node.operator, '==')} {node.right}"
    word = " or " if node.every else " and "
    return f"({word.join(_opposite(part) for part in node.parts)})"

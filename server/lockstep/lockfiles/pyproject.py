"""Parses pyproject.toml (PEP 621, PEP 735, `[tool.uv]`) to a manifest with places.

It finds the requirements, and reports invalid ones; other values are interpreted where they are
used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..model.manifest import Dependency, Include, Key, Manifest, Section, normalize
from ..model.text import Lines, Parsed, Problem, Span
from ..model.versions.requirement import read_requirement
from ..model.versions.specifier import read_specifier
from .toml_spans import Spans
from .toml_text import read_toml
from .uv_table import refused_by_uv

_REQUIREMENT_HINT = 'write it as PEP 508 says, for example "name>=1.2"'
_EXTRAS = ("project", "optional-dependencies")
_SPECIFIER_HINT = 'write it as PEP 440 says, for example ">=3.10"'

_HUGE = re.compile(r"\d{20}")


def read_pyproject(text: str) -> Parsed[Manifest]:
    """Parse a manifest as far as it is valid; the problems are in the order of the text.

    If the text is not TOML, only the tables before the error are parsed.
    """
    document = read_toml(text)
    spans = Spans(text)
    reader = _Reader(text, document.value, spans)
    reader.read()
    manifest = Manifest(
        lines=Lines(text),
        data=document.value,
        name=reader.name(),
        dependencies=tuple(reader.dependencies),
        includes=tuple(reader.includes),
        spans=spans.values,
        keys=spans.keys,
        readable=not document.problems,
    )
    problems = sorted((*document.problems, *reader.problems), key=lambda it: it.span)
    return Parsed(manifest, tuple(problems))


class _Reader:
    """Collects the requirements of one document."""

    def __init__(self, text: str, data: dict[str, Any], spans: Spans) -> None:
        self.dependencies: list[Dependency] = []
        self.includes: list[Include] = []
        self.problems: list[Problem] = []
        self._text = text
        self._data = data
        self._spans = spans

    def read(self) -> None:
        project = self._table(("project",))
        self._requirements(("project", "dependencies"), project, Section("dependencies"))
        extras = self._table(_EXTRAS)
        for extra in extras:
            self._requirements((*_EXTRAS, extra), extras, Section("extra", normalize(extra)))
        groups = self._table(("dependency-groups",))
        for group in groups:
            self._requirements(
                ("dependency-groups", group), groups, Section("group", normalize(group))
            )
        uv = self._table(("tool", "uv"))
        self._requirements(("tool", "uv", "dev-dependencies"), uv, Section("group", "dev"))
        for key, message, hint in refused_by_uv(uv):
            self._problem(Problem(message, self._span(key), hint))
        self._specifier(("project", "requires-python"), project)
        if isinstance(self._data.get("project"), dict):
            self._needed(project)
        self._included_groups(groups)

    def name(self) -> str:
        found = self._table(("project",)).get("name")
        return normalize(found) if isinstance(found, str) else ""

    def _needed(self, project: dict[str, Any]) -> None:
        """PEP 621 requires a name, and a version, which may be dynamic."""
        dynamic = project.get("dynamic")
        for key in ("name", "version"):
            if key in project:
                if not isinstance(project[key], str):
                    self._wrong(("project", key), "a string")
            elif key == "name" or not isinstance(dynamic, list) or key not in dynamic:
                message = f"`project.{key}` is missing"
                self._problem(Problem(message, self._span(("project",)), "add it"))

    def _included_groups(self, groups: dict[str, Any]) -> None:
        known = {normalize(group) for group in groups}
        for include in self.includes:
            if include.includes not in known:
                message = f"there is no group `{include.includes}` to include"
                self._problem(Problem(message, include.span, "name one that exists"))
        inner: dict[str, list[str]] = {}
        for include in self.includes:
            inner.setdefault(include.group, []).append(include.includes)
        # A cheap test first: `_leads_to` for each include takes quadratic time.
        suspects = _endless(inner)
        for include in self.includes:
            if include.group in suspects and _leads_to(include.includes, include.group, inner):
                message = f"group `{include.group}` includes itself"
                self._problem(Problem(message, include.span, "remove one of the includes"))

    def _problem(self, problem: Problem) -> None:
        if problem not in self.problems:
            self.problems.append(problem)

    def _table(self, key: Key) -> dict[str, Any]:
        found: Any = self._data
        for length, part in enumerate(key, 1):
            found = found.get(part, {})
            if not isinstance(found, dict):
                self._wrong(key[:length], "a table")
                return {}
        return found if isinstance(found, dict) else {}

    def _wrong(self, key: Key, expected: str) -> None:
        message = f"{_dotted(key)} must be {expected}"
        self._problem(Problem(message, self._span(key), "correct it here"))

    def _span(self, key: Key) -> Span:
        while key:
            span = self._spans.values.get(key) or self._spans.keys.get(key)
            if span is not None:
                return span
            key = key[:-1]
        return Span(0, 0)

    def _requirements(self, key: Key, table: dict[str, Any], section: Section) -> None:
        for index, item in self._items(key, table):
            place = (*key, index)
            if isinstance(item, str):
                self._requirement(item, place, section)
            elif section.kind == "group" and _included(item):
                include = normalize(_included(item))
                self.includes.append(Include(section.name, include, self._span(place)))
            else:
                self._wrong(place, "a requirement")

    def _items(self, key: Key, table: dict[str, Any]) -> Iterator[tuple[int, Any]]:
        found = table.get(str(key[-1]), [])
        if isinstance(found, list):
            yield from enumerate(found)
        else:
            self._wrong(key, "an array of requirements")

    def _requirement(self, text: str, key: Key, section: Section) -> None:
        span = self._span(key)
        try:
            requirement = read_requirement(text)
            _check_numbers(requirement.specifier)
        except (ValueError, RecursionError) as mistake:
            reason = str(mistake).splitlines()[0].strip().rstrip(".")
            message = f"`{text}` is not a requirement: {reason[:1].lower()}{reason[1:]}"
            self.problems.append(Problem(message, span, _REQUIREMENT_HINT))
            return
        name = normalize(requirement.name)
        self.dependencies.append(Dependency(name, text, span, section, requirement, key))

    def _specifier(self, key: Key, table: dict[str, Any]) -> None:
        found = table.get(str(key[-1]))
        if found is None:
            return
        if not isinstance(found, str):
            self._wrong(key, "a string")
            return
        try:
            read_specifier(found)
            _check_numbers(found)
        except ValueError:
            message = f"`{found}` is not a version specifier"
            self.problems.append(Problem(message, self._span(key), _SPECIFIER_HINT))


def _check_numbers(text: str) -> None:
    """Raise ValueError for a number that uv does not accept; `packaging` fails only later."""
    if _HUGE.search(text):
        raise ValueError("a number in it has more than 19 digits")


def _endless(inner: Mapping[str, list[str]]) -> set[str]:
    """The groups in a cycle of includes, and those that lead to a cycle."""
    left = {group: len(it) for group, it in inner.items()}
    outer: dict[str, list[str]] = {}
    for group, included in inner.items():
        for it in included:
            outer.setdefault(it, []).append(group)
    ended = [it for it in outer if it not in left]
    while ended:
        for group in outer.get(ended.pop(), ()):
            left[group] -= 1
            if not left[group]:
                ended.append(group)
    return {group for group, count in left.items() if count}


def _leads_to(group: str, wanted: str, inner: Mapping[str, Iterable[str]]) -> bool:
    """Whether a group includes another one, directly or through others."""
    waiting, seen = [group], {group}
    while waiting:
        at = waiting.pop()
        if at == wanted:
            return True
        new = set(inner.get(at, ())) - seen
        seen |= new
        waiting += new
    return False


def _included(item: Any) -> str:
    found = item.get("include-group") if isinstance(item, dict) else None
    return found if isinstance(found, str) else ""


def _dotted(key: Key) -> str:
    parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in key]
    return f"`{''.join(parts).lstrip('.')}`"

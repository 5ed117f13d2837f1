"""Parses a `[[package]]` of uv.lock by a regular expression for the form that uv writes.

tomllib needs 170 ms for a lockfile of 2 MB, most of it for the `wheels` and `sdist` lines, which
drift does not need. uv writes each entry in one fixed form (`serialize.rs`), and a pattern for
exactly that form is thirty times as fast. Every other text is left to tomllib (`uv_lock_toml`), so
that the result is always the same.
"""

from __future__ import annotations

import re
from typing import cast

from ..model.pins import Edge, Pin, Source, SourceKind
from .uv_lock_contradictions import odd_wheel

_CHARS = r'[^"\\\x00-\x1f\x7f]*'
_STRING = f'"{_CHARS}"'
_STRINGS = rf"\[{_STRING}(?:, {_STRING})*\]"
_SOURCE = rf"\{{ (?:registry|url|path|git) = {_STRING}(?:, subdirectory = {_STRING})? \}}"
_EDGE_LINE = (
    rf"    \{{ name = {_STRING}(?:, version = {_STRING})?(?:, source = {_SOURCE})?"
    rf"(?:, extra = {_STRINGS})?(?:, marker = {_STRING})? \}},\n"
)
# Most of a lockfile consists of such lines. Their strings are not used, so that a simpler pattern,
# which is twice as fast, is enough: texts with backslashes never get here, and lines are counted.
_ANY = '"[^"]*"'
_TIME = r'"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z"'
_FILE = (
    rf'\{{ (?:url|path|filename) = {_ANY}(?:, hash = "\w+:\w+")?'
    rf"(?:, size = (?:0|[1-9]\d*))?(?:, upload-time = {_TIME})? \}}"
)
_EDGES = rf"((?:{_EDGE_LINE})*)"

_PACKAGE = re.compile(
    rf'name = "({_CHARS})"\n'
    rf'version = "({_CHARS})"\n'
    rf'source = \{{ (registry|url|path|git) = "({_CHARS})"(?:, subdirectory = "({_CHARS})")? \}}\n'
    rf"(?:resolution-markers = \[\n((?:    {_STRING},\n)*)\]\n)?"
    rf"(?:dependencies = \[\n{_EDGES}\]\n)?"
    rf"((sdist = {_FILE}\n)?(?:wheels = \[\n((?:    {_FILE},\n)*)\]\n)?)"
    rf"((?:\n\[package\.optional-dependencies\]\n(?:[\w-]+ = \[\n(?:{_EDGE_LINE})*\]\n)*)?)"
    r"\n?"
)
_FILES, _SDIST, _WHEELS, _EXTRAS = 8, 9, 10, 11
_EDGE = re.compile(
    rf'    \{{ name = "({_CHARS})"(?:, version = "({_CHARS})")?'
    rf'(?:, source = \{{ (\w+) = "({_CHARS})"(?:, subdirectory = "({_CHARS})")? \}})?'
    rf'(?:, extra = \[({_STRING}(?:, {_STRING})*)\])?(?:, marker = "({_CHARS})")? \}},\n'
)
_EXTRA = re.compile(rf"([\w-]+) = \[\n{_EDGES}\]\n")
_WHEEL = re.compile(r'\{ (?:url|path|filename) = "(?:[^"]*/)?([^"/#]*)[^"]*"')
_QUOTED = re.compile(rf'"({_CHARS})"')


def read_package(text: str, offset: int) -> Pin | None:
    """Parse one entry; returns None if it does not have the form that uv writes.

    Args:
        text: the text of the entry after the line `[[package]]`, with LF line ends and without
            backslashes.
        offset: where the entry begins in the lockfile, in code points.
    """
    found = _PACKAGE.fullmatch(text)
    if found is None:
        return None
    # Not groups(), which would copy the wheels too, and they are most of the text.
    name, version, kind, location, subdirectory, markers, edges, extras = found.group(
        1, 2, 3, 4, 5, 6, 7, _EXTRAS
    )
    lists = {it[1]: _edges(it[2]) for it in _EXTRA.finditer(extras)} if extras else {}
    if not _has_whole_lines(text, found) or len(lists) != extras.count(" = [\n"):
        return None
    needs_wheels = kind == "registry" and found.start(_SDIST) < 0
    return Pin(
        name=name,
        version=version,
        source=_source(kind, location, subdirectory),
        dependencies=_edges(edges) if edges else (),
        extras=lists,
        resolution_markers=tuple(_QUOTED.findall(markers)) if markers else (),
        wheels=_wheels(text, found) if needs_wheels else None,
        odd_wheel=_odd_wheel(text, found, version),
        offset=offset,
    )


def _has_whole_lines(text: str, found: re.Match[str]) -> bool:
    """Whether no string of a file contains a newline: there is one opening brace in each line."""
    start, end = found.span(_FILES)
    return text.count("\n", start, end) == text.count("{", start, end) + (
        2 if found.start(_WHEELS) >= 0 else 0
    )


def _wheels(text: str, found: re.Match[str]) -> tuple[str, ...]:
    start, end = found.span(_WHEELS)
    return tuple(it[1] for it in _WHEEL.finditer(text, start, end)) if start >= 0 else ()


def _odd_wheel(text: str, found: re.Match[str], version: str) -> str:
    """A wheel of another version; a count first avoids parsing wheels that all have the version."""
    start, end = found.span(_WHEELS)
    if start < 0 or text.count(f"-{version}-", start, end) >= text.count("\n", start, end):
        return ""
    return odd_wheel(version, _wheels(text, found))


def _source(kind: str, location: str, subdirectory: str | None) -> Source:
    return Source(cast(SourceKind, kind), location, subdirectory or "")


def _edges(lines: str) -> tuple[Edge, ...]:
    return tuple(
        Edge(
            name,
            version,
            _source(kind, location, subdirectory) if kind else None,
            tuple(_QUOTED.findall(extras)) if extras else (),
            marker,
        )
        for name, version, kind, location, subdirectory, extras, marker in _EDGE.findall(lines)
    )

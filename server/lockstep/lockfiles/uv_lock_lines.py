"""A `[[package]]` of uv.lock in the form that uv writes, read line by line.

tomllib needs 170 ms for a lockfile of 2 MB, most of it for the `wheels` and `sdist` lines,
which drift does not need. uv writes each entry in one fixed form (`serialize.rs`), so a pattern
that accepts that form and nothing else reads it thirty times as fast. Whatever does not
match to the last character is left to tomllib (`uv_lock_toml`): the pattern only ever saves
time.
"""

from __future__ import annotations

import re
from typing import cast

from ..model.pins import Edge, Pin, Source, SourceKind

_CHARS = r'[^"\\\x00-\x1f\x7f]*'
_STRING = f'"{_CHARS}"'
_STRINGS = rf"\[{_STRING}(?:, {_STRING})*\]"
_SOURCE = rf"\{{ (?:registry|url|path|git) = {_STRING}(?:, subdirectory = {_STRING})? \}}"
_EDGE_LINE = (
    rf"    \{{ name = {_STRING}(?:, version = {_STRING})?(?:, source = {_SOURCE})?"
    rf"(?:, extra = {_STRINGS})?(?:, marker = {_STRING})? \}},\n"
)
# Most of a lockfile is such lines. Their strings are not used, so this simpler pattern will do,
# which is twice as fast: texts with a backslash never come here, and a string that ran over the
# end of its line would not be followed by what must follow.
_ANY = '"[^"]*"'
_FILE = (
    rf"\{{ (?:url|path|filename) = {_ANY}(?:, hash = {_ANY})?"
    rf"(?:, size = \d+)?(?:, upload-time = {_ANY})? \}}"
)
_EDGES = rf"((?:{_EDGE_LINE})*)"

_PACKAGE = re.compile(
    rf'name = "({_CHARS})"\n'
    rf'version = "({_CHARS})"\n'
    rf'source = \{{ (registry|url|path|git) = "({_CHARS})"(?:, subdirectory = "({_CHARS})")? \}}\n'
    rf"(?:resolution-markers = \[\n((?:    {_STRING},\n)*)\]\n)?"
    rf"(?:dependencies = \[\n{_EDGES}\]\n)?"
    rf"(sdist = {_FILE}\n)?"
    rf"(?:wheels = \[\n((?:    {_FILE},\n)*)\]\n)?"
    rf"((?:\n\[package\.optional-dependencies\]\n(?:[\w-]+ = \[\n(?:{_EDGE_LINE})*\]\n)*)?)"
    r"\n?"
)
_EDGE = re.compile(
    rf'    \{{ name = "({_CHARS})"(?:, version = "({_CHARS})")?'
    rf'(?:, source = \{{ (\w+) = "({_CHARS})"(?:, subdirectory = "({_CHARS})")? \}})?'
    rf'(?:, extra = \[({_STRING}(?:, {_STRING})*)\])?(?:, marker = "({_CHARS})")? \}},\n'
)
_EXTRA = re.compile(rf"([\w-]+) = \[\n{_EDGES}\]\n")
_WHEEL = re.compile(r'\{ (?:url|path|filename) = "(?:[^"]*/)?([^"/#]*)[^"]*"')
_QUOTED = re.compile(rf'"({_CHARS})"')


def read_package(text: str, offset: int) -> Pin | None:
    """The pin of one entry (the text behind `[[package]]`), None where it has another form.

    The text must hold no backslash.
    """
    found = _PACKAGE.fullmatch(text)
    if found is None:
        return None
    name, version, kind, location, subdirectory, markers, edges, sdist, _, extras = found.groups()
    return Pin(
        name=name,
        version=version,
        source=_source(kind, location, subdirectory),
        dependencies=_edges(edges) if edges else (),
        extras={it[1]: _edges(it[2]) for it in _EXTRA.finditer(extras)} if extras else {},
        resolution_markers=tuple(_QUOTED.findall(markers)) if markers else (),
        wheels=None if sdist or kind != "registry" else _wheels(found[9]),
        offset=offset,
    )


def _wheels(lines: str | None) -> tuple[str, ...]:
    return tuple(it[1] for it in _WHEEL.finditer(lines or ""))


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

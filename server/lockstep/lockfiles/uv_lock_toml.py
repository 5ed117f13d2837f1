"""Converts the tables of uv.lock, parsed by tomllib, to values; wrong types become problems."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast, get_args

from ..model.pins import ConflictItem, Edge, Edges, Pin, Source, SourceKind
from .uv_lock_contradictions import odd_wheel

_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d")
_KINDS: tuple[str, ...] = get_args(SourceKind)


class ShapeProblem(ValueError):
    """A value in uv.lock is missing, or does not have the type or the form that uv writes."""


def read_pin(table: Mapping[str, Any], offset: int) -> Pin:
    """The pin of a `[[package]]` table.

    Args:
        table: the table as raw TOML.
        offset: where the entry begins in the text, in code points.

    Raises:
        ShapeProblem: a value that is needed is missing (`name`, `source`, or for a package from an
            index `version`), has another type, or an archive has an invalid hash, size or time.
    """
    metadata = table.get("metadata")
    _check_files(table)
    source = _source(table.get("source"))
    version = _string(table, "version", needed=source.kind == "registry")
    return Pin(
        name=_string(table, "name", needed=True),
        version=version,
        source=source,
        dependencies=_edges(table.get("dependencies", []), "dependencies"),
        extras=_sections(table, "optional-dependencies"),
        groups=_sections(table, "dev-dependencies"),
        resolution_markers=strings(table, "resolution-markers"),
        default_groups=_default_groups(table),
        metadata=metadata if isinstance(metadata, dict) else None,
        group_requires_python=_texts(table.get("group-requires-python")),
        wheels=None if "sdist" in table or source.kind != "registry" else _wheels(table),
        odd_wheel=odd_wheel(version, _wheels(table)) if version else "",
        offset=offset,
    )


def _check_files(table: Mapping[str, Any]) -> None:
    """Refuse the archives that uv refuses, although their values are not used here."""
    wheels = table.get("wheels", [])
    for it in (table.get("sdist"), *(wheels if isinstance(wheels, list) else ())):
        if not isinstance(it, dict):
            continue
        if "hash" in it and ":" not in _string(it, "hash"):
            raise ShapeProblem("`hash` must be an algorithm, a colon and a hash")
        size = it.get("size", 0)
        if not isinstance(size, int) or isinstance(size, bool) or size < 0:
            raise ShapeProblem("`size` must be a count of bytes")
        if "upload-time" in it and not _TIME.match(_string(it, "upload-time")):
            raise ShapeProblem("`upload-time` must be a time, such as 2026-01-01T00:00:00Z")


def _texts(found: Any) -> dict[str, str]:
    """The strings in a table; other values are left out."""
    items = found.items() if isinstance(found, dict) else ()
    return {name: value for name, value in items if isinstance(value, str)}


def _wheels(table: Mapping[str, Any]) -> tuple[str, ...]:
    """The file names of the wheels."""
    wheels = table.get("wheels", [])
    tables = [it for it in wheels if isinstance(it, dict)] if isinstance(wheels, list) else []
    places = (str(it.get("filename") or it.get("url") or it.get("path") or "") for it in tables)
    return tuple(it.rpartition("/")[2].partition("#")[0] for it in places)


def strings(table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """The array of strings of a key; empty if the key does not exist.

    Raises:
        ShapeProblem: the value is no array of strings.
    """
    found = table.get(key, [])
    if not isinstance(found, list) or not all(isinstance(it, str) for it in found):
        raise ShapeProblem(f"`{key}` must be an array of strings")
    return tuple(found)


def read_conflicts(found: Any) -> tuple[tuple[ConflictItem, ...], ...]:
    """The sets of extras, groups and members that conflict.

    Args:
        found: the value of `conflicts`, of any type.

    Raises:
        ShapeProblem: `found` is no array of arrays of tables, an item has no `package`, or the
            value of `package`, `extra` or `group` is no string.
    """
    if not isinstance(found, list) or not all(isinstance(it, list) for it in found):
        raise ShapeProblem("`conflicts` must be an array of arrays")
    return tuple(tuple(_conflict_item(item) for item in items) for items in found)


def _conflict_item(item: Any) -> ConflictItem:
    if not isinstance(item, dict):
        raise ShapeProblem("an item of `conflicts` must be a table")
    package = _string(item, "package", needed=True)
    return ConflictItem(package, _string(item, "extra"), _string(item, "group"))


def _string(table: Mapping[str, Any], key: str, *, needed: bool = False) -> str:
    found = table.get(key, None if needed else "")
    if not isinstance(found, str):
        raise ShapeProblem(f"`{key}` must be a string" if key in table else f"`{key}` is missing")
    return found


def _source(found: Any) -> Source:
    kinds = [kind for kind in _KINDS if isinstance(found, dict) and kind in found]
    if len(kinds) != 1:
        raise ShapeProblem(f"`source` must be a table with one of {', '.join(_KINDS)}")
    location = _string(found, kinds[0], needed=True)
    if "\0" in location:
        raise ShapeProblem("`source` holds a character that no path has")
    return Source(cast(SourceKind, kinds[0]), location, _string(found, "subdirectory"))


def _sections(table: Mapping[str, Any], key: str) -> dict[str, Edges]:
    found = table.get(key, {})
    if not isinstance(found, dict):
        raise ShapeProblem(f"`{key}` must be a table")
    return {name: _edges(items, f"{key}.{name}") for name, items in found.items()}


def _edges(items: Any, where: str) -> Edges:
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise ShapeProblem(f"`{where}` must be an array of tables")
    return tuple(_edge(item) for item in items)


def _edge(item: Mapping[str, Any]) -> Edge:
    return Edge(
        name=_string(item, "name", needed=True),
        version=_string(item, "version"),
        source=_source(item["source"]) if "source" in item else None,
        extras=strings(item, "extra"),
        marker=_string(item, "marker"),
    )


def _default_groups(table: Mapping[str, Any]) -> tuple[str, ...] | None:
    found = table.get("default-groups")
    if found == "all":
        return ("*",)
    return strings(table, "default-groups") if found is not None else None

"""Finds entries in `[tool.uv]` for which uv refuses a manifest, with their places.

The rules are those of `deserialize_index_vec` and `ToolUvWorkspace` in
`uv-workspace/src/pyproject.rs`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ..model.globs import BadPattern, member_pattern
from ..model.manifest import Key

_WORKSPACE: Key = ("tool", "uv", "workspace")
_INDEX: Key = ("tool", "uv", "index")
_FEWEST = 2
_LISTS = ("members", "exclude")


class Refused(NamedTuple):
    """An entry that uv refuses.

    Attributes:
        key: its key in the manifest.
        message: the reason.
        hint: what to do.
    """

    key: Key
    message: str
    hint: str


def refused_by_uv(uv: Mapping[str, Any]) -> Iterator[Refused]:
    """The entries of a `[tool.uv]` table for which uv certainly refuses the whole manifest.

    They are in `workspace`, `index`, `default-groups` and `conflicts`.
    """
    yield from _workspace(uv.get("workspace"))
    yield from _indexes(uv.get("index"))
    groups = uv.get("default-groups")
    if isinstance(groups, str) and groups != "all":
        message = "`tool.uv.default-groups` must be an array of groups, or `all`"
        yield Refused(("tool", "uv", "default-groups"), message, "correct it here")
    sets = uv.get("conflicts")
    for at, items in enumerate(sets if isinstance(sets, list) else ()):
        if isinstance(items, list) and len(items) < _FEWEST:
            message = "a set of `tool.uv.conflicts` needs two items or more"
            yield Refused(("tool", "uv", "conflicts", at), message, "correct it here")


def _workspace(table: Any) -> Iterator[Refused]:
    for key, value in table.items() if isinstance(table, dict) else ():
        if key not in _LISTS:
            message = f"`tool.uv.workspace` has no key `{key}`, so uv refuses the manifest"
            yield Refused((*_WORKSPACE, key), message, f"it has {' and '.join(_LISTS)}")
        elif not isinstance(value, list):
            message = f"`tool.uv.workspace.{key}` must be an array of strings"
            yield Refused((*_WORKSPACE, key), message, "correct it here")
        else:
            yield from _patterns(key, value)


def _patterns(key: str, patterns: list[Any]) -> Iterator[Refused]:
    for at, pattern in enumerate(patterns):
        place = (*_WORKSPACE, key, at)
        if not isinstance(pattern, str):
            message = f"`tool.uv.workspace.{key}` must contain only strings"
            yield Refused(place, message, "correct it here")
            continue
        try:
            member_pattern(pattern)
        except BadPattern as mistake:
            yield Refused(place, str(mistake), "correct it here")


def _indexes(tables: Any) -> Iterator[Refused]:
    names: set[str] = set()
    has_default = False
    for at, table in enumerate(tables if isinstance(tables, list) else ()):
        if not isinstance(table, dict):
            continue
        name = table.get("name")
        if isinstance(name, str) and name in names:
            message = f"two indexes are named `{name}`, so uv refuses the manifest"
            yield Refused((*_INDEX, at, "name"), message, "give one of them another name")
        if isinstance(name, str):
            names.add(name)
        if table.get("default") is True:
            if has_default:
                message = "two indexes have `default = true`, so uv refuses the manifest"
                yield Refused((*_INDEX, at, "default"), message, "keep only one default")
            has_default = True

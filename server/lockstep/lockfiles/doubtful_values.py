"""Finds settings with values that uv may refuse, which would make every uv command fail.

A newer uv may accept more, so such a value makes the freshness unsure, and uv decides. Values that
pass here are certainly valid.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .uv_settings import SETTINGS

_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")
_HUGE = re.compile(r"\d{20}")
_KINDS = ("git", "url", "path", "workspace", "index")
_SOURCE_KEYS = {*_KINDS, "rev", "tag", "branch", "subdirectory", "lfs", "editable", "package"}
_SOURCE_KEYS |= {"marker", "extra", "group"}

_SWITCH = ["y", "yes", "t", "true", "on", "1", "n", "no", "f", "false", "off", "0"]
_SWITCHES = (
    *("UV_OFFLINE", "UV_MANAGED_PYTHON", "UV_NO_MANAGED_PYTHON", "UV_NO_CACHE"),
    *("UV_NO_CONFIG", "UV_NO_DEV", "UV_NO_BUILD", "UV_NO_BINARY", "UV_NO_INDEX"),
    *("UV_NO_SOURCES", "UV_NO_EDITABLE", "UV_NO_PROGRESS", "UV_COMPILE_BYTECODE"),
    *("UV_NO_BUILD_ISOLATION", "UV_NO_DEFAULT_GROUPS", "UV_FROZEN", "UV_LOCKED"),
)
# The effect of other variables on a lockfile is checked in `freshness/unmodelled`.
_OF_SETTINGS = ("link-mode", "python-preference", "index-strategy", "keyring-provider")


def doubtful_variables(variables: Mapping[str, str]) -> tuple[str, ...]:
    """The names of variables of uv with values that uv may refuse.

    Only switches and choices are examined; an empty value counts as not set.

    Args:
        variables: the environment variables.
    """
    switches = [it for it in _SWITCHES if variables.get(it, "1").lower() not in ("", *_SWITCH)]
    named = {f"UV_{it.upper().replace('-', '_')}": it for it in _OF_SETTINGS}
    words = [it for it in named if variables.get(it) and not _is_right(named[it], variables[it])]
    downloads = variables.get("UV_PYTHON_DOWNLOADS", "").lower()
    is_odd = downloads not in ("", *_SWITCH) and not _is_right("python-downloads", downloads)
    return (*switches, *words, *(("UV_PYTHON_DOWNLOADS",) if is_odd else ()))


def _is_right(setting: str, value: str) -> bool:
    return SETTINGS[setting].check(value.lower()) is True


def doubtful_keys(uv: Any) -> Iterator[str]:
    """The keys of a `[tool.uv]` table with values that do not have the documented form.

    Only the keys in `_FORMS` are examined.

    Args:
        uv: the value of `tool.uv`; there are no keys if it is not a table.
    """
    for key, is_right in _FORMS.items() if isinstance(uv, dict) else ():
        if key in uv and not is_right(uv[key]):
            yield key


def _is_switch(value: Any) -> bool:
    return isinstance(value, bool)


def _are_requirements(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(it, dict) or _begins(it) for it in value)


def _begins(value: Any) -> bool:
    """Whether a text begins like a requirement: a name, then the end or a sign (`a b` does not)."""
    return isinstance(value, str) and bool(_REQUIREMENT.match(value))


_REQUIREMENT = re.compile(rf"\s*{_NAME.pattern}\s*(?:$|[\[(<>=!~;@])")


def _are_sources(value: Any) -> bool:
    tables = value.values() if isinstance(value, dict) else [None]
    return all(_is_source(it) for it in tables)


def _is_source(value: Any) -> bool:
    tables = value if isinstance(value, list) else [value]
    return bool(tables) and all(_is_one_source(it) for it in tables)


def _is_one_source(table: Any) -> bool:
    if not isinstance(table, dict) or not _SOURCE_KEYS.issuperset(table):
        return False
    both = "extra" in table and "group" in table
    return sum(it in table for it in _KINDS) == 1 and not both


def _are_indexes(value: Any) -> bool:
    return isinstance(value, list) and all(_is_index(it) for it in value)


def _is_index(table: Any) -> bool:
    if not isinstance(table, dict) or not isinstance(table.get("url"), str):
        return False
    name = table.get("name")
    if table.get("explicit") and name is None:
        return False
    return name is None or (isinstance(name, str) and bool(_NAME.fullmatch(name)))


def _are_texts(value: Any) -> bool:
    texts = value if isinstance(value, list) else [value]
    return all(isinstance(it, str) for it in texts)


_FORMS: Mapping[str, Callable[[Any], bool]] = {
    "required-version": lambda value: isinstance(value, str) and not _HUGE.search(value),
    "package": _is_switch,
    "managed": _is_switch,
    "sources": _are_sources,
    "index": _are_indexes,
    "override-dependencies": _are_requirements,
    "constraint-dependencies": _are_requirements,
    "build-constraint-dependencies": _are_requirements,
    "dev-dependencies": _are_requirements,
    "environments": _are_texts,
    "required-environments": _are_texts,
    "workspace": lambda value: isinstance(value, dict),
    "dependency-groups": lambda value: isinstance(value, dict),
    "conflicts": lambda value: isinstance(value, list),
}

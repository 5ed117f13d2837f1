"""The settings of uv that decide which environment and which Python a project has.

The order is uv's (`uv/src/lib.rs` and `uv-settings/src/lib.rs`): the nearest folder from the
workspace's root upward that has a uv.toml or a manifest with `[tool.uv]`, then the user's
uv.toml, then the system's. UV_CONFIG_FILE stands for all of them, UV_NO_CONFIG for none.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ..host.places import Places
from ..lockfiles.toml_text import read_toml
from .file_cache import FileCache, FileText

_YES = ("y", "yes", "t", "true", "on", "1")


class UvSetting(NamedTuple):
    """A value, and the file that says it."""

    value: Any
    path: str


class UvSettings:
    """The settings that count for the project at a root; files are read only when asked for."""

    def __init__(self, root: str, variables: Mapping[str, str], files: FileCache) -> None:
        self._root = root
        self._variables = variables
        self._files = files
        self._tables: list[tuple[str, Mapping[str, Any]]] | None = None

    def get(self, *keys: str) -> UvSetting | None:
        """The first of several spellings of a setting, in the first file that has one."""
        if self._tables is None:
            self._tables = list(self._read())
        for path, table in self._tables:
            for key in keys:
                if key in table:
                    return UvSetting(table[key], path)
        return None

    def is_set(self, name: str) -> bool:
        """Whether a variable says yes."""
        return self._variables.get(name, "").lower() in _YES

    def variable(self, name: str) -> str:
        """The value of a variable; empty where it is not set."""
        return self._variables.get(name, "")

    def _read(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        chosen = self._variables.get("UV_CONFIG_FILE")
        if chosen:
            yield chosen, self._table(chosen) or {}
            return
        if self.is_set("UV_NO_CONFIG"):
            return
        yield from self._of_project()
        places = Places(self._variables)
        system = () if self.is_set("UV_NO_SYSTEM_CONFIG") else places.system_configuration()
        user = places.configuration()
        for path in (*((os.path.join(user, "uv.toml"),) if user else ()), *system):
            table = self._table(path)
            if table is not None:
                yield path, table

    def _of_project(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        folder = self._root
        while True:
            path = os.path.join(folder, "uv.toml")
            table = self._table(path)
            if table is None:
                path = os.path.join(folder, "pyproject.toml")
                found = (self._table(path) or {}).get("tool")
                table = found.get("uv") if isinstance(found, dict) else None
            if isinstance(table, dict):
                yield path, table
                return
            parent = os.path.dirname(folder)
            if parent == folder:
                return
            folder = parent

    def _table(self, path: str) -> Mapping[str, Any] | None:
        return self._files.value(path, _toml)


def _toml(found: FileText) -> Mapping[str, Any] | None:
    """None where there is no file."""
    return None if found.missing else read_toml(found.text).value

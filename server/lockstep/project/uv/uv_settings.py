"""The settings of uv that decide which environment and which Python a project has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ...model.project import Configuration

_YES = ("y", "yes", "t", "true", "on", "1")


class UvSetting(NamedTuple):
    """A value, and the file that says it."""

    value: Any
    path: str


class UvSettings:
    """The settings in uv's configuration, and those of its variables that are switches."""

    def __init__(self, configuration: Configuration, variables: Mapping[str, str]) -> None:
        self._configuration = configuration
        self._variables = variables

    def get(self, *keys: str) -> UvSetting | None:
        """The first of several spellings of a setting, in the first file that has one."""
        for file in self._configuration.files:
            for key in keys:
                if key in file.table:
                    return UvSetting(file.table[key], file.path)
        return None

    def is_set(self, name: str) -> bool:
        """Whether a variable says yes."""
        return self._variables.get(name, "").lower() in _YES

    def variable(self, name: str) -> str:
        """The value of a variable; empty where it is not set."""
        return self._variables.get(name, "")

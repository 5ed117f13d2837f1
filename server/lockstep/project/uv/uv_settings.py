"""Looks up single settings of uv in its configuration and in variables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ...model.project import Configuration

YES = ("y", "yes", "t", "true", "on", "1")


class UvSetting(NamedTuple):
    """The value of a setting, of any type, and the absolute path of the file that it is from."""

    value: Any
    path: str


class UvSettings:
    """Looks up settings and variables, without merging them.

    Args:
        configuration: the settings in files.
        variables: the environment variables.
    """

    def __init__(self, configuration: Configuration, variables: Mapping[str, str]) -> None:
        self._configuration = configuration
        self._variables = variables

    def get(self, *keys: str) -> UvSetting | None:
        """A setting from the first file that has it, by precedence; None if no file has it.

        Args:
            keys: alternative names of the setting, the preferred one first.
        """
        for file in self._configuration.files:
            for key in keys:
                if key in file.table:
                    return UvSetting(file.table[key], file.path)
        return None

    def is_set(self, name: str) -> bool:
        """Whether a boolean environment variable is true; an invalid value counts as false."""
        return self._variables.get(name, "").lower() in YES

    def variable(self, name: str) -> str:
        """The value of an environment variable; empty if it is not set."""
        return self._variables.get(name, "")

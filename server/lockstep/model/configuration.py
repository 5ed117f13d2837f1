"""The settings of uv as they were read: files in their order, and variables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

Validity = Literal["valid", "ignored", "doubtful"]
"""Whether uv reads a table of settings, or ignores all of it with a warning."""


class SettingsFile(NamedTuple):
    """One table of settings: a `uv.toml`, or `[tool.uv]` of a manifest.

    `is_manifest` tells the two apart. `problem` says why a file could not be understood.
    """

    path: str
    folder: str
    table: Mapping[str, Any]
    is_manifest: bool = False
    validity: Validity = "valid"
    problem: str = ""


class Configuration(NamedTuple):
    """Everything besides manifests that decides how uv locks a workspace.

    `project` are the tables of the root's folder and above it, the nearest first: uv takes the
    first that it can read (`uv-settings/src/lib.rs`, `FilesystemOptions::find`). `beyond` are those
    of the user and of the system, or the one of `UV_CONFIG_FILE`. `variables` are those `UV_*`
    variables that affect locking. `midnights` holds the moment, as an ISO text, at which a day that
    some setting names ends here.
    """

    project: tuple[SettingsFile, ...] = ()
    beyond: tuple[SettingsFile, ...] = ()
    variables: tuple[tuple[str, str], ...] = ()
    midnights: tuple[tuple[str, str], ...] = ()

    @property
    def chosen(self) -> SettingsFile | None:
        """The nearest table that uv does not ignore."""
        return next((it for it in self.project if it.validity != "ignored"), None)

    @property
    def files(self) -> tuple[SettingsFile, ...]:
        """The tables that count, those that come first in front."""
        return (*((self.chosen,) if self.chosen else ()), *self.beyond)

    def without_doubtful(self) -> Configuration | None:
        """The same where uv ignores the nearest table; None where that is certainly read."""
        chosen = self.chosen
        if chosen is None or chosen.validity == "valid":
            return None
        rest = self.project[self.project.index(chosen) + 1 :]
        return self._replace(project=rest)

"""A workspace as it stands on the disk: its members, its lockfile, where its environment is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from .manifest import Manifest
from .text import Problem

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
    doubtful_variables: tuple[str, ...] = ()
    """Those whose value uv may refuse."""

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


class OtherTool(NamedTuple):
    """The tool by its name, what shows it, and its own command for a sync; empty for none."""

    name: str
    shown_by: str
    command: str = ""

    @property
    def message(self) -> str:
        """Why Lockstep does nothing here."""
        if not self.name:
            return f"uv does not manage this project: {self.shown_by}"
        return f"this is a project of {self.name} ({self.shown_by}), not of uv"

    @property
    def hint(self) -> str:
        """What to do instead."""
        return f"use its own command: `{self.command}`" if self.command else ""


class Member(NamedTuple):
    """One pyproject.toml of the workspace; `name` is normalized, empty without `[project]`.

    `detached` is a member with another manifest between its folder and the workspace's: uv reads
    its requirements as those of a project on its own.
    """

    name: str
    folder: str
    manifest_path: str
    manifest: Manifest
    problems: tuple[Problem, ...] = ()
    detached: bool = False


class SourceTree(NamedTuple):
    """A source tree that is no member; `workspace` are the members of its own, root first."""

    manifest: Manifest
    workspace: tuple[Member, ...] = ()


class Project(NamedTuple):
    """A workspace of one or more members; the root is always the first of them.

    `current` is the name of the member that was asked about, empty for a root without
    `[project]`. `python_request` is the text of the version file at `python_request_path`.
    """

    root: str
    members: tuple[Member, ...]
    current: str
    lockfile_path: str
    environment_path: str
    python_request: str = ""
    python_request_path: str = ""
    configuration: Configuration = Configuration()
    other_tool: OtherTool | None = None
    """What manages the project, where that is not uv."""
    without_manifest: tuple[str, ...] = ()
    """Folders that `members` names, and that have no manifest: uv refuses such a workspace."""

    broken_above: str = ""
    """The manifest above the root that cannot be read: uv looks for a workspace there."""

    @property
    def root_member(self) -> Member:
        """The member at the root: where `[tool.uv]` counts for the whole workspace."""
        return self.members[0]

    @property
    def uv_toml(self) -> Mapping[str, object]:
        """The table of the root's own `uv.toml`; empty where there is none."""
        chosen = next(iter(self.configuration.project), None)
        is_own = chosen is not None and chosen.folder == self.root and not chosen.is_manifest
        return chosen.table if chosen is not None and is_own else {}

    @property
    def current_member(self) -> Member:
        """The member that was asked about."""
        return self.member(self.current) or self.root_member

    @property
    def nested(self) -> str:
        """A member that uv refuses: one with a workspace of its own, or without `[project]`.

        Why, in words; empty where there is none.
        """
        for it in self.members[1:]:
            if it.manifest.at("tool", "uv", "workspace") is not None:
                return f"{it.manifest_path} has a [tool.uv.workspace], and is a member of another"
            if it.manifest.readable and it.manifest.at("project") is None:
                return f"{it.manifest_path} has no [project], and is a member"
        return ""

    @property
    def twin(self) -> str:
        """A name that two members have, which uv refuses; empty where there is none."""
        names = [it.name for it in self.members if it.name]
        return next((it for it in names if names.count(it) > 1), "")

    def member(self, name: str) -> Member | None:
        """The member of that name."""
        return next((it for it in self.members if it.name and it.name == name), None)


def project_name(root: str) -> str:
    """How people call a project: by its folder."""
    return root.replace("\\", "/").rpartition("/")[2] or root

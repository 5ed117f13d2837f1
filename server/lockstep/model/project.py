"""The values for a workspace: its members, settings, lockfile and environment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from .manifest import Manifest
from .text import Problem

Validity = Literal["valid", "ignored", "doubtful"]
"""Whether uv reads a table of settings or ignores all of it with a warning; or it is unknown."""


class SettingsFile(NamedTuple):
    """One table of settings: a `uv.toml`, or `[tool.uv]` of a manifest.

    Attributes:
        path: the absolute path of the file.
        folder: its folder, to which paths in the table are relative.
        table: the settings; empty if the file could not be parsed.
        is_manifest: it is the `[tool.uv]` of a manifest.
        validity: whether uv uses it.
        problem: why the file could not be parsed, or why uv refuses it; empty if neither.
    """

    path: str
    folder: str
    table: Mapping[str, Any]
    is_manifest: bool = False
    validity: Validity = "valid"
    problem: str = ""


class Configuration(NamedTuple):
    """Everything besides the manifests that influences how uv locks a workspace.

    Attributes:
        project: the tables of the root's folder and of the folders above, the nearest first; uv
            uses the first that it can read (`uv-settings/src/lib.rs`, `FilesystemOptions::find`).
        beyond: the tables of the user and of the system, or the one of `UV_CONFIG_FILE`.
        variables: the `UV_*` variables that influence locking.
        midnights: for each date in a setting, the instant (ISO 8601) at which that day ends in the
            time zone of this machine.
        doubtful_variables: the names of variables with a value that uv may refuse.
    """

    project: tuple[SettingsFile, ...] = ()
    beyond: tuple[SettingsFile, ...] = ()
    variables: tuple[tuple[str, str], ...] = ()
    midnights: tuple[tuple[str, str], ...] = ()
    doubtful_variables: tuple[str, ...] = ()

    @property
    def chosen(self) -> SettingsFile | None:
        """The nearest of the project's tables that uv does not ignore; None if there is none."""
        return next((it for it in self.project if it.validity != "ignored"), None)

    @property
    def files(self) -> tuple[SettingsFile, ...]:
        """The tables that uv uses, in the order of their precedence: `chosen`, then `beyond`."""
        return (*((self.chosen,) if self.chosen else ()), *self.beyond)

    def without_doubtful(self) -> Configuration | None:
        """The configuration that applies if uv ignores the table in doubt (`chosen`).

        None if there is no doubt: uv certainly reads that table, or there is none.
        """
        chosen = self.chosen
        if chosen is None or chosen.validity == "valid":
            return None
        rest = self.project[self.project.index(chosen) + 1 :]
        return self._replace(project=rest)


class OtherTool(NamedTuple):
    """Another tool that manages a project.

    Attributes:
        name: its name; empty if only uv's own settings say that uv does not manage the project.
        shown_by: the file or setting by which it was recognized.
        command: its command for a sync; empty if there is none.
    """

    name: str
    shown_by: str
    command: str = ""

    @property
    def message(self) -> str:
        """The reason why Lockstep does nothing in the project."""
        if not self.name:
            return f"uv does not manage this project: {self.shown_by}"
        return f"this project is managed by {self.name} ({self.shown_by}), not by uv"

    @property
    def hint(self) -> str:
        """What the user can do instead; empty if the tool has no command for a sync."""
        return f"use its own command: `{self.command}`" if self.command else ""


class Member(NamedTuple):
    """One member of a workspace.

    Attributes:
        name: its normalized name; empty without a valid `project.name`.
        folder: the absolute path of its folder.
        manifest_path: the absolute path of its manifest.
        manifest: the parsed manifest.
        problems: what could not be parsed.
        detached: there is another manifest between its folder and the root's, so that uv reads its
            requirements as those of a separate project.
    """

    name: str
    folder: str
    manifest_path: str
    manifest: Manifest
    problems: tuple[Problem, ...] = ()
    detached: bool = False


class SourceTree(NamedTuple):
    """A source tree outside the workspace.

    Attributes:
        manifest: its manifest.
        workspace: the members of the workspace that it belongs to, the root first; only the tree
            itself if it belongs to none.
    """

    manifest: Manifest
    workspace: tuple[Member, ...] = ()


class Project(NamedTuple):
    """A workspace of one or more members.

    All paths are absolute.

    Attributes:
        root: the folder of the workspace.
        members: the members; the first one is the root.
        current: the name of the member for which it was opened; empty for a root without
            `[project]`.
        lockfile_path: the path of the lockfile.
        environment_path: the path of the environment.
        python_request: the text of the `.python-version` file of the root, else of the user; empty
            if there is none.
        python_request_path: the path of that file; empty if there is none.
        configuration: the settings of uv.
        other_tool: the tool that manages the project; None if it is uv.
        without_manifest: folders listed in `members` without a manifest, for which uv refuses the
            workspace; at most one.
        unreadable: the paths of settings and version files, which uv reads too, that cannot be
            read, with the reasons.
        broken_above: the path of an invalid manifest above the root, where uv searches for a
            workspace and fails; empty if there is none.
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
    without_manifest: tuple[str, ...] = ()
    broken_above: str = ""
    unreadable: tuple[tuple[str, Problem], ...] = ()

    @property
    def root_member(self) -> Member:
        """The member at the root; its `[tool.uv]` applies to the whole workspace."""
        return self.members[0]

    @property
    def uv_toml(self) -> Mapping[str, object]:
        """The table of the root folder's `uv.toml`; empty if there is none or uv does not read it.

        uv does not read it with UV_CONFIG_FILE or UV_NO_CONFIG.
        """
        chosen = next(iter(self.configuration.project), None)
        is_own = chosen is not None and chosen.folder == self.root and not chosen.is_manifest
        return chosen.table if chosen is not None and is_own else {}

    @property
    def current_member(self) -> Member:
        """The member for which the workspace was opened; the root if that has no `[project]`."""
        return self.member(self.current) or self.root_member

    @property
    def nested(self) -> str:
        """The reason why uv refuses a member other than the root; empty if it refuses none.

        It must have a `[project]`, unless its manifest could not be parsed, and no
        `[tool.uv.workspace]` of its own.
        """
        for it in self.members[1:]:
            if it.manifest.at("tool", "uv", "workspace") is not None:
                return f"the member {it.manifest_path} has a [tool.uv.workspace] of its own"
            if it.manifest.readable and it.manifest.at("project") is None:
                return f"the member {it.manifest_path} has no [project]"
        return ""

    @property
    def twin(self) -> str:
        """The first normalized name that two members share, which uv refuses; empty for none."""
        names = [it.name for it in self.members if it.name]
        return next((it for it in names if names.count(it) > 1), "")

    def member(self, name: str) -> Member | None:
        """The member with a normalized name; None if there is none, or if the name is empty."""
        return next((it for it in self.members if it.name and it.name == name), None)


def project_name(root: str) -> str:
    """The name of a project for messages: that of its root folder, given by path."""
    return root.replace("\\", "/").rpartition("/")[2] or root

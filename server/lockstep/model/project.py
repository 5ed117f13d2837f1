"""A workspace as it stands on the disk: its members, its lockfile, where its environment is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from .configuration import Configuration
from .manifest import Manifest
from .other_tool import OtherTool
from .text import Problem


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

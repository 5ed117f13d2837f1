"""What a project or a user set: `[tool.lockstep]` of the manifest, or the editor's settings."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from .finding import Severity
from .selection import Selection


class Settings(NamedTuple):
    """Settings that change what is found. `severity` by finding code; `ignore` as in the docs.

    `uv_path` is the user's alone: a project does not choose the programs that are run.
    `follows_changes` is whether a change of manifest or lockfile leads to a check.
    """

    selection: Selection = Selection()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = MappingProxyType({})
    uv_path: str = ""
    follows_changes: bool = True


def merged(project: Settings, user: Settings | None) -> Settings:
    """The settings of a project under those of a user."""
    if user is None:
        return project
    return Settings(
        selection=project.selection if user.selection == Selection() else user.selection,
        ignore=(*project.ignore, *user.ignore),
        severity={**project.severity, **user.severity},
        uv_path=user.uv_path,
    )

"""The value for Lockstep's settings, from `[tool.lockstep]` or from the editor."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from .finding import Severity
from .selection import Selection


class Settings(NamedTuple):
    """The settings of a project or of a user.

    Attributes:
        selection: the selection to check and to sync.
        ignore: findings to leave out: a code, a pattern of package names, or `code:pattern`.
        severity: the severity of findings, by code; others have their default.
        uv_path: the uv to run; empty to search for it. Only the user can set it: a project must not
            choose programs.
        follows_changes: check again when manifest or lockfile change; only the user can set it.
    """

    selection: Selection = Selection()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = MappingProxyType({})
    uv_path: str = ""
    follows_changes: bool = True


def merged(project: Settings, user: Settings | None) -> Settings:
    """Combine the settings of a project with those of a user, which take precedence.

    The selection of the user replaces that of the project, unless it is the default one. `ignore`
    has the entries of both. `follows_changes` is not taken over: it gets its default.

    Args:
        project: the settings of the project.
        user: the settings of the user; None for none, then `project` is returned.
    """
    if user is None:
        return project
    return Settings(
        selection=project.selection if user.selection == Selection() else user.selection,
        ignore=(*project.ignore, *user.ignore),
        severity={**project.severity, **user.severity},
        uv_path=user.uv_path,
    )

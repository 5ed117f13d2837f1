"""Finds inputs of locking that are not compared; if there are any, the result is unsure."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.pins import Lockfile, Stale
from ...model.project import Project
from ..doubtful_values import doubtful_keys
from ..uv_settings import SETTINGS
from .settings import Settings, differing

_NEWEST_REVISION = 5
_CHECKED = ("resolution", "prerelease", "fork-strategy", "exclude-newer")
"""Settings with a variable that uv refuses if its value is invalid."""


def unmodelled(lockfile: Lockfile, project: Project, settings: Settings) -> Iterator[Stale]:
    """One unsure difference for each setting, variable, file or revision that is not compared.

    Args:
        lockfile: the lockfile.
        project: the workspace.
        settings: the merged settings.
    """
    root = project.root_member.name
    if lockfile.revision > _NEWEST_REVISION:
        message = f"revision {lockfile.revision} of the lockfile is newer than this Lockstep"
        yield Stale(message, root, (), sure=False)
    for key, setting in SETTINGS.items():
        said = next(settings.all(key), None) if setting.effect == "uncompared" else None
        if said is not None and said.value:
            message = f"`{key}` lets uv resolve again, which may change the lockfile"
            yield differing(root, key, said, message, sure=False)
    for key in _CHECKED:
        variable = settings.of_variable(key)
        if variable is not None and not SETTINGS[key].check(variable.value):
            message = f"only uv can say what `{variable.value}` means for `{key}`"
            yield differing(root, key, variable, message, sure=False)
    if "UV_GIT_LFS" in settings.variables and any(it.source.kind == "git" for it in lockfile.pins):
        yield Stale("UV_GIT_LFS may change what is taken from git", root, (), sure=False)
    for name in project.configuration.doubtful_variables:
        yield Stale(f"only uv can say whether it accepts {name}", root, (), sure=False)
    for member in project.members:
        for key in doubtful_keys(member.manifest.at("tool", "uv")):
            message = f"only uv can say whether it accepts `{key}`"
            yield Stale(message, member.name, ("tool", "uv", key), sure=False)
    for file in project.configuration.files:
        if file.problem:
            yield Stale(f"{file.path}: {file.problem}", root, (), sure=False)

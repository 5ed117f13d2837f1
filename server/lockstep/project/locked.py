"""Reads a project and its lockfile, for commands that need no environment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ..errors import UsageError
from ..lockfiles.toml_text import with_lf
from ..lockfiles.tool_lockstep import read_tool_lockstep
from ..lockfiles.uv_lock import read_uv_lock
from ..model.pins import Lockfile
from ..model.project import Project
from ..model.selection import Selection
from ..model.text import Lines
from .file_cache import FileCache
from .workspace import find_project


class Locked(NamedTuple):
    """A project, the selection in its `[tool.lockstep]`, and its lockfile."""

    project: Project
    selection: Selection
    lockfile: Lockfile


def read_locked(start: str, variables: Mapping[str, str]) -> Locked:
    """Read the project of a path and its lockfile.

    Args:
        start: a folder or a manifest of the project.
        variables: the environment variables.

    Raises:
        ProjectNotFound, Unreadable, OSError: as `find_project`.
        UsageError: another tool manages the project, a manifest cannot be parsed, or the lockfile
            is missing, unreadable or invalid.
    """
    files = FileCache()
    project = find_project(start, variables, files)
    if project.other_tool is not None:
        raise UsageError(project.other_tool.message, project.other_tool.hint)
    broken = next((it for it in project.members if not it.manifest.readable), None)
    if broken is not None:
        reason = f": {broken.problems[0].message}" if broken.problems else ""
        raise UsageError(f"{broken.manifest_path} cannot be read{reason}", "correct it")
    path = project.lockfile_path
    text = files.text(path)
    if text.missing:
        raise UsageError(f"there is no lockfile: {path}", "create one: `uv lock`")
    if text.problem is not None:
        raise UsageError(f"{path}: {text.problem.message}", text.problem.hint)
    parsed = read_uv_lock(text.text)
    if parsed.problems:
        problem = parsed.problems[0]
        line = Lines(with_lf(text.text)).position(problem.span.start).line + 1
        raise UsageError(f"{path}, line {line}: {problem.message}", problem.hint)
    settings = read_tool_lockstep(project.root_member.manifest).value
    return Locked(project, settings.selection, parsed.value)

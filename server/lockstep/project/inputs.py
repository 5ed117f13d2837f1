"""Reads everything that a check needs: project, lockfile, settings, environment."""

from __future__ import annotations

import os
from collections.abc import Container, Mapping
from typing import NamedTuple

from ..drift.view import LockfileState
from ..environment.missing_files import MissingFiles
from ..environment.moved import MovedEnvironments
from ..environment.scan import Scan, scan
from ..environment.state import look_at
from ..errors import MAKE_READABLE, UsageError
from ..lockfiles.tool_lockstep import read_tool_lockstep
from ..lockfiles.uv_lock import read_uv_lock
from ..model.installed import Environment
from ..model.pins import Lockfile
from ..model.project import Member, Project
from ..model.python_request import PythonPreference, PythonRequest
from ..model.selection import Selection, default_groups
from ..model.settings import Settings, merged
from ..model.text import Parsed, Problem
from ..model.versions.specifier import read_specifier
from .file_cache import FileCache, FileText
from .uv.cached_environment import placed
from .uv.python_choice import asked_python, python_preference
from .uv.uv_settings import UvSettings
from .uv.uv_version import unfulfilled_version
from .workspace import find_project


class Inputs(NamedTuple):
    """The inputs of a check.

    Attributes:
        project: the workspace.
        settings: Lockstep's settings, of project and user.
        lockfile: the parsed lockfile; empty if it is missing or could not be parsed.
        lockfile_text: its text.
        lockfile_problems: what could not be parsed in it.
        environment: the environment with its packages.
        manifests_valid: uv can read all manifests; problems in `[tool.lockstep]` do not matter.
        asked_python: the request for a Python; None if there is none.
        preference: uv's `python-preference`; None if it is not set or unknown.
        unfulfilled: the error if uv's own version does not satisfy `required-version`; None if it
            does, or is unknown.
    """

    project: Project
    settings: Settings
    lockfile: Lockfile
    lockfile_text: FileText
    lockfile_problems: tuple[Problem, ...]
    environment: Environment
    manifests_valid: bool
    asked_python: PythonRequest | None
    preference: PythonPreference | None = None
    unfulfilled: UsageError | None = None

    @property
    def lockfile_state(self) -> LockfileState:
        """Whether there is a lockfile, and whether it could be parsed."""
        if self.lockfile_text.missing:
            return "missing"
        return "unreadable" if self.lockfile_problems else "read"

    def obstacle(self) -> UsageError | None:
        """The first reason why the expected packages cannot be computed; None for no reason.

        Whether the selection is valid is not examined.
        """
        unreadable = [it for it in self.project.members if not it.manifest.readable]
        if unreadable:
            path = unreadable[0].manifest_path
            return UsageError(f"{path} cannot be read", "see the finding there")
        tool = self.project.other_tool
        if tool is not None:
            return UsageError(tool.message, tool.hint)
        if self.unfulfilled is not None:
            return self.unfulfilled
        if self.project.unreadable:
            path, problem = self.project.unreadable[0]
            return UsageError(f"{path}: {problem.message}", problem.hint)
        if self.project.without_manifest:
            folder = os.path.relpath(self.project.without_manifest[0], self.project.root)
            what = f"{folder} is in `tool.uv.workspace.members`, but has no pyproject.toml"
            return UsageError(what, "delete the folder, or list it in `exclude`")
        if self.project.nested:
            hint = "correct it, or list its folder in `tool.uv.workspace.exclude`"
            return UsageError(f"uv refuses the workspace: {self.project.nested}", hint)
        if self.project.broken_above:
            what = f"{self.project.broken_above}, where uv looks for a workspace, cannot be read"
            return UsageError(what, "correct it, or move it away")
        twin = self.project.twin
        if twin:
            hint = "give one of them another name"
            return UsageError(f"two members of the workspace are named `{twin}`", hint)
        if self.environment.unreadable:
            return UsageError(self.environment.unreadable[0], MAKE_READABLE)
        if self.lockfile_text.missing:
            return UsageError("there is no lockfile", "create one: `uv lock`")
        if self.lockfile_problems:
            return UsageError("the lockfile cannot be read", "see the finding there")
        return None

    def named_groups(self, selection: Selection) -> tuple[str, ...]:
        """The normalized names of the current member's groups that a selection includes.

        Default groups are included.
        """
        manifest = self.project.current_member.manifest
        defaults = default_groups(manifest.at("tool", "uv", "default-groups"))
        return tuple(it for it in manifest.groups if selection.wants_group(it, defaults))


class InputReader:
    """Reads inputs; reuses what has not changed since the last time.

    Args:
        variables: the environment variables.

    Attributes:
        files: the cache of files.
    """

    def __init__(self, variables: Mapping[str, str]) -> None:
        self.files = FileCache()
        self._missing = MissingFiles()
        self._moved = MovedEnvironments()
        self._variables = variables
        self._scans: dict[str, Scan] = {}

    def read(self, start: str, settings: Settings | None, files: Container[str]) -> Inputs:
        """Read the inputs of the workspace that contains a path.

        Args:
            start: a folder or a manifest; the search goes upward from there.
            settings: those of the user, which take precedence over the project's; None for none.
            files: the names of the packages of which missing files are searched for.

        Raises:
            ProjectNotFound, Unreadable, OSError: as `find_project`.
        """
        project = find_project(start, self._variables, self.files)
        text = self.files.text(project.lockfile_path)
        parsed = self.files.value_of(project.lockfile_path, text, read_lockfile)
        own = read_tool_lockstep(project.root_member.manifest)
        # Before the problems of `[tool.lockstep]` are added, which uv does not read.
        manifests_valid = not any(it.problems for it in project.members)
        project = project._replace(members=_with_own_problems(project))
        uv_settings = UvSettings(project.configuration, self._variables)
        environment = self._environment(project, uv_settings)
        return Inputs(
            project=project,
            settings=merged(own.value, settings),
            lockfile=parsed.value,
            lockfile_text=text,
            lockfile_problems=parsed.problems,
            environment=self._missing.add(environment, files),
            manifests_valid=manifests_valid,
            asked_python=asked_python(project, environment, self._variables),
            preference=python_preference(uv_settings, environment, self._variables),
            unfulfilled=unfulfilled_version(uv_settings, project.root, self._variables),
        )

    def _environment(self, project: Project, settings: UvSettings) -> Environment:
        path = project.environment_path
        environment = placed(look_at(path), project.root, settings, self._variables)
        environment = self._moved.look_at(environment)
        found = scan(environment.site_packages, self._scans.get(path))
        self._scans[path] = found
        return environment._replace(
            distributions=found.distributions,
            leftovers=found.leftovers,
            unreadable=(*environment.unreadable, *found.unreadable),
        )


def _with_own_problems(project: Project) -> tuple[Member, ...]:
    """The members, with the problems of their `[tool.lockstep]`."""
    root = project.root_member
    return tuple(
        it._replace(
            problems=(
                *it.problems,
                *read_tool_lockstep(it.manifest, is_root=it is root).problems,
            )
        )
        for it in project.members
    )


def read_lockfile(found: FileText) -> Parsed[Lockfile]:
    """Parse the text of a lockfile; an unreadable file becomes a problem.

    A missing file gives an empty lockfile without problems.
    """
    if found.problem is not None:
        return Parsed(Lockfile(), (found.problem,))
    return Parsed(Lockfile()) if found.missing else read_uv_lock(found.text)


def valid_specifiers(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The valid specifiers in their order, without duplicates; invalid ones are left out.

    An invalid specifier is reported as a problem of its manifest.
    """
    return tuple(it for it in dict.fromkeys(texts) if _is_specifier(it))


def _is_specifier(text: str) -> bool:
    try:
        read_specifier(text)
    except ValueError:
        return False
    return True

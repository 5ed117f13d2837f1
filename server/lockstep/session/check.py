"""One check of one workspace: files and environment in, a report out.

A `Checker` remembers what it read, so that a second check costs only what has changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from .. import host
from ..drift.engine import findings
from ..drift.python import misfits, requirements
from ..drift.view import LockfileState, PythonMisfit, View
from ..environment.interpreter import implementation, marker_environment
from ..environment.missing_files import with_missing_files
from ..environment.scan import Scan, scan
from ..environment.state import look_at
from ..errors import UsageError
from ..lockfiles.freshness import stale
from ..lockfiles.toml_text import with_lf
from ..lockfiles.tool_lockstep import read_tool_lockstep
from ..lockfiles.uv_lock import read_uv_lock
from ..model.installed import Distribution, Environment
from ..model.marker_environment import MarkerEnvironment
from ..model.pins import Lockfile
from ..model.project import Project
from ..model.python_request import PythonRequest, parse_request, read_python_version
from ..model.report import Report
from ..model.selection import DEFAULT_GROUPS, Selection
from ..model.settings import Settings
from ..model.stale import Stale
from ..model.text import Lines, Parsed, Problem
from .conclude import Conclusion, Resolution, conclude, resolve
from .files import Files, FileText
from .local_sources import local_sources
from .source_trees import source_trees
from .target_python import target_version
from .workspace import find_project


class Request(NamedTuple):
    """What a check is asked for.

    `selection` None means the project's own; `files` looks for every file of every RECORD.
    """

    start: str
    selection: Selection | None = None
    files: bool = False


class Checked(NamedTuple):
    """A report, and why the expected packages could not be computed (None where they were)."""

    report: Report
    obstacle: UsageError | None
    view: View


class _Read(NamedTuple):
    """Everything that was read for one check."""

    project: Project
    settings: Settings
    lockfile: Lockfile
    lockfile_text: FileText
    lockfile_problems: tuple[Problem, ...]
    environment: Environment


class Checker:
    """Checks workspaces one after the other."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self._files = Files()
        self._scans: dict[str, Scan] = {}
        self._stale: tuple[tuple[object, ...], tuple[Stale, ...]] | None = None
        self._resolution: tuple[tuple[object, ...], Resolution] | None = None
        self._settled: tuple[Resolution, Mapping[str, Distribution]] | None = None

    def check(self, request: Request) -> Checked:
        """The report for one workspace.

        Raises:
            ProjectNotFound: there is no manifest from the start upward.
            Unreadable: the manifest is a folder.
        """
        read = self._read(request)
        selection = request.selection or read.settings.selection
        asked = self._asked_python(read.project)
        groups = _named_groups(read.project, selection)
        made_by = implementation(read.environment)
        misfitting: tuple[PythonMisfit, ...] = ()
        if read.environment.state == "sound":
            misfitting = misfits(read.environment, read.project, made_by, asked, groups)
        markers = self._markers(read, asked, groups, misfitting)
        resolution, obstacle = self._resolve(read, selection, markers)
        conclusion = self._conclude(resolution, read, markers, misfitting)
        view = self._view(read, selection, misfitting, markers, resolution, conclusion)
        return Checked(_report(view, read, markers), obstacle, view)

    def _read(self, request: Request) -> _Read:
        project = find_project(request.start, self._variables, self._files)
        text = self._files.text(project.lockfile_path)
        parsed = self._files.value(project.lockfile_path, _read_lockfile)
        told = read_tool_lockstep(project.root_member.manifest)
        root = project.root_member
        root = root._replace(problems=(*root.problems, *told.problems))
        project = project._replace(members=(root, *project.members[1:]))
        environment = self._environment(project.environment_path)
        if request.files:
            environment = with_missing_files(environment)
        return _Read(project, told.value, parsed.value, text, parsed.problems, environment)

    def _asked_python(self, project: Project) -> PythonRequest | None:
        """UV_PYTHON comes before the version files, as with uv."""
        asked = self._variables.get("UV_PYTHON")
        return parse_request(asked) if asked else read_python_version(project.python_request)

    def _environment(self, path: str) -> Environment:
        environment = look_at(path)
        found = scan(environment.site_packages, self._scans.get(path))
        self._scans[path] = found
        return environment._replace(
            distributions=found.distributions,
            leftovers=found.leftovers,
            unreadable=found.unreadable,
        )

    def _markers(
        self,
        read: _Read,
        asked: PythonRequest | None,
        groups: tuple[str, ...],
        misfitting: tuple[PythonMisfit, ...],
    ) -> MarkerEnvironment:
        """The interpreter that the packages are for: the environment's, or that of a new one."""
        if read.environment.state == "sound" and not misfitting:
            return marker_environment(read.environment, host.machine())
        wanted = tuple(dict.fromkeys(it[2] for it in requirements(read.project, groups)))
        valid = tuple(it for it in wanted if _is_specifier(it))
        version = target_version(asked, valid, read.project.root, self._variables)
        return MarkerEnvironment(host.machine(), version)

    def _resolve(
        self, read: _Read, selection: Selection, markers: MarkerEnvironment
    ) -> tuple[Resolution | None, UsageError | None]:
        obstacle = _obstacle(read)
        if obstacle is not None:
            return None, obstacle
        manifests = tuple(id(member.manifest) for member in read.project.members)
        key = (read.lockfile_text, manifests, read.project.current, selection, markers)
        if self._resolution is not None and self._resolution[0] == key:
            return self._resolution[1], None
        try:
            resolution = resolve(read.lockfile, read.project, selection, markers)
        except UsageError as mistake:
            return None, mistake
        self._resolution = (key, resolution)
        return resolution, None

    def _conclude(
        self,
        resolution: Resolution | None,
        read: _Read,
        markers: MarkerEnvironment,
        misfitting: tuple[PythonMisfit, ...],
    ) -> Conclusion | None:
        if resolution is None:
            return None
        local = local_sources(resolution.local, read.environment, read.project, self._variables)
        settled: Mapping[str, Distribution] = {}
        if self._settled is not None and self._settled[0] is resolution:
            settled = self._settled[1]
        found = conclude(resolution, read.environment, markers, misfitting, local, settled)
        self._settled = (resolution, found.comparison.settled)
        return found

    def _view(
        self,
        read: _Read,
        selection: Selection,
        misfitting: tuple[PythonMisfit, ...],
        markers: MarkerEnvironment,
        resolution: Resolution | None,
        conclusion: Conclusion | None,
    ) -> View:
        view = View(
            project=read.project,
            environment=read.environment,
            selection=selection,
            lockfile_state=_lockfile_state(read),
            lockfile=read.lockfile,
            lockfile_lines=Lines(with_lf(read.lockfile_text.text)),
            lockfile_problems=read.lockfile_problems,
            stale=self._freshness(read, markers),
            misfits=misfitting,
        )
        if resolution is None or conclusion is None:
            return view
        return view._replace(
            expected=resolution.expected,
            comparison=conclusion.comparison,
            changes=conclusion.changes,
            action=conclusion.action,
            explanations=conclusion.explanations,
        )

    def _freshness(self, read: _Read, markers: MarkerEnvironment) -> tuple[Stale, ...]:
        readable = all(member.manifest.readable for member in read.project.members)
        if _lockfile_state(read) != "read" or not readable:
            return ()
        trees = source_trees(read.lockfile, read.project, self._files)
        manifests = (*(it.manifest for it in read.project.members), *trees.values())
        key = (read.lockfile_text, *(id(it) for it in manifests), id(read.project.uv_toml), markers)
        if self._stale is None or self._stale[0] != key:
            self._stale = (key, stale(read.lockfile, read.project, trees, markers.python_version))
        return self._stale[1]


def _read_lockfile(found: FileText) -> Parsed[Lockfile]:
    if found.problem is not None:
        return Parsed(Lockfile(), (found.problem,))
    return Parsed(Lockfile()) if found.missing else read_uv_lock(found.text)


def _lockfile_state(read: _Read) -> LockfileState:
    if read.lockfile_text.missing:
        return "missing"
    return "unreadable" if read.lockfile_problems else "read"


def _named_groups(project: Project, selection: Selection) -> tuple[str, ...]:
    """The chosen groups by name, for their own `requires-python`."""
    manifest = project.current_member.manifest
    said = manifest.strings("tool", "uv", "default-groups") or DEFAULT_GROUPS
    return tuple(it for it in manifest.groups if selection.wants_group(it, said))


def _is_specifier(text: str) -> bool:
    try:
        SpecifierSet(text)
    except InvalidSpecifier:
        return False
    return True


def _obstacle(read: _Read) -> UsageError | None:
    """What stands in the way of saying what belongs into the environment."""
    unreadable = [it for it in read.project.members if not it.manifest.readable]
    if unreadable:
        return UsageError(f"{unreadable[0].manifest_path} cannot be read", "see the finding there")
    if read.project.root_member.manifest.at("tool", "uv", "managed") is False:
        return UsageError("uv does not manage this project: `managed = false` in [tool.uv]")
    if read.environment.unreadable:
        return UsageError(read.environment.unreadable[0], "make it readable")
    if read.lockfile_text.missing:
        return UsageError("there is no lockfile", "make one: `uv lock`")
    if read.lockfile_problems:
        return UsageError("the lockfile cannot be read", "see the finding there")
    return None


def _report(view: View, read: _Read, markers: MarkerEnvironment) -> Report:
    return Report(
        project=view.project.root,
        environment=view.environment.path,
        manifest=view.project.current_member.manifest_path,
        lockfile=view.project.lockfile_path,
        selection=view.selection,
        action=view.action,
        findings=findings(view, read.settings),
        changes=view.changes,
        computed=view.expected is not None,
        packages=len(view.expected.pins) if view.expected else 0,
        python=f"{markers.implementation} {markers.full_version}",
    )

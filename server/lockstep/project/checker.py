"""Checks a workspace: reads its files and its environment, and returns a report.

A `Checker` caches its results, so that the next check costs only what has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from types import MappingProxyType
from typing import NamedTuple

from .. import host
from ..debug_log import timed
from ..drift.python import PythonDemand, misfits, requirements
from ..drift.resolution import EnvironmentChanges, Resolution, environment_changes, resolve
from ..drift.view import PythonMisfit, View
from ..environment.interpreter import implementation, marker_environment
from ..environment.missing_files import EVERY as EVERY
from ..errors import UsageError
from ..lockfiles.toml_text import with_lf
from ..model.freshness import NOT_JUDGED, Freshness
from ..model.holder import CodeHolders
from ..model.installed import Distribution
from ..model.marker_environment import MarkerEnvironment
from ..model.report import Report
from ..model.selection import Selection
from ..model.settings import Settings
from ..model.text import Lines
from .inputs import InputReader, Inputs, valid_specifiers
from .local_sources import local_sources, missing_source
from .lock_freshness import FreshnessJudge
from .make_report import make_report
from .uv.selected import with_uv_variables
from .uv.target_python import target_version


def no_code_holders(_: str) -> CodeHolders:
    """A `find_code_holders` for a check without a search for processes."""
    return CodeHolders()


class CheckRequest(NamedTuple):
    """The parameters of a check.

    Attributes:
        start: a folder or a manifest of the workspace.
        selection: None for the selection in the settings.
        files: the names of the packages of which missing files are searched for.
        texts: the texts of open files by absolute path, which replace those on the disk.
        settings: those of the user, which take precedence over the project's; None for none.
        find_code_holders: given the path of the environment, returns the processes that run code
            which is no longer in it.
        ask: may put `FreshnessJudge.question` to uv; returns whether there is a new answer.
        frozen: the lockfile is not compared with the manifest.
        adjust: given the selection, returns the one to check.
    """

    start: str
    selection: Selection | None = None
    files: Container[str] = ()
    texts: Mapping[str, str] = MappingProxyType({})
    settings: Settings | None = None
    find_code_holders: Callable[[str], CodeHolders] = no_code_holders
    ask: Callable[[FreshnessJudge], bool] = lambda _: False
    frozen: bool = False
    adjust: Callable[[Selection], Selection] = lambda it: it


class Checked(NamedTuple):
    """The result of a check.

    Attributes:
        report: the result for users.
        view: the input of the findings.
        obstacle: why the expected packages could not be computed; None if they were.
    """

    report: Report
    view: View
    obstacle: UsageError | None


Key = tuple[object, ...]
"""A cache key: the inputs of a result themselves, since the `id` of an object is reused."""


class Checker:
    """Checks workspaces; remembers what it has read and concluded.

    Args:
        variables: the environment variables.
        trusted: False to start no program, not even uv.

    Attributes:
        freshness: decides whether the lockfile fits, and keeps the answers of uv.
    """

    def __init__(self, variables: Mapping[str, str], *, trusted: bool = True) -> None:
        self._variables = variables
        self._trusted = trusted
        self._reader = InputReader(variables)
        self.freshness = FreshnessJudge(self._reader.files)
        self._resolution: tuple[Key, Resolution] | None = None
        self._settled: tuple[Resolution, Mapping[str, Distribution]] | None = None

    def check(self, request: CheckRequest) -> Checked:
        """Check one workspace.

        That the expected packages cannot be computed is no error, but `Checked.obstacle`.

        Raises:
            ProjectNotFound, Unreadable, OSError: as `find_project`.
        """
        with timed("check", request.start):
            return self._check(request)

    def _check(self, request: CheckRequest) -> Checked:
        self._reader.files.set_texts(request.texts)
        inputs = self._reader.read(request.start, request.settings, request.files)
        chosen = request.adjust(request.selection or inputs.settings.selection)
        selection, unusable = with_uv_variables(chosen, self._variables)
        misfitting = _misfits(inputs, selection)
        markers = self._markers(inputs, selection, misfitting)
        fresh = NOT_JUDGED
        if not request.frozen:
            fresh = self.freshness.judge(inputs, markers)
            if request.ask(self.freshness):
                fresh = self.freshness.judge(inputs, markers)
        resolution, obstacle = self._resolve(inputs, selection, markers)
        obstacle = unusable or obstacle
        if obstacle is None and fresh.refusal:
            obstacle = UsageError(f"uv refuses the project: {fresh.refusal}", "correct it")
        found = _Found(selection, misfitting, markers, fresh)
        if resolution is not None and obstacle is None:
            changes = self._compare(resolution, inputs, markers, misfitting)
            found = found._replace(resolution=resolution, changes=changes)
        code_holders = request.find_code_holders(inputs.environment.path)
        view = _view(inputs, found, code_holders)
        return Checked(make_report(view, inputs.settings, markers), view, obstacle)

    def _markers(
        self, inputs: Inputs, selection: Selection, misfitting: tuple[PythonMisfit, ...]
    ) -> MarkerEnvironment:
        """The marker values of the environment's Python, or of the Python for a new environment."""
        if inputs.environment.state == "sound" and not misfitting:
            return marker_environment(inputs.environment, host.machine())
        wanted = requirements(inputs.project, inputs.named_groups(selection))
        specifiers = valid_specifiers(tuple(text for _, _, text in wanted))
        root = inputs.project.root
        asked, variables = inputs.asked_python, self._variables
        # uv is run without its configuration there, so that the setting is passed as a variable.
        if inputs.preference is not None:
            variables = {**variables, "UV_PYTHON_PREFERENCE": inputs.preference.value}
        version = target_version(asked, specifiers, root, variables, ask=self._trusted)
        return MarkerEnvironment(host.machine(), version)

    def _resolve(
        self, inputs: Inputs, selection: Selection, markers: MarkerEnvironment
    ) -> tuple[Resolution | None, UsageError | None]:
        obstacle = inputs.obstacle()
        if obstacle is not None:
            return None, obstacle
        manifests = tuple(member.manifest for member in inputs.project.members)
        key = (inputs.lockfile, manifests, inputs.project.current, selection, markers)
        if self._resolution is not None and self._resolution[0] == key:
            found = self._resolution[1]
            return found, missing_source(found.local, inputs.project)
        try:
            resolution = resolve(inputs.lockfile, inputs.project, selection, markers)
        except UsageError as mistake:
            return None, mistake
        self._resolution = (key, resolution)
        return resolution, missing_source(resolution.local, inputs.project)

    def _compare(
        self,
        resolution: Resolution,
        inputs: Inputs,
        markers: MarkerEnvironment,
        misfitting: tuple[PythonMisfit, ...],
    ) -> EnvironmentChanges:
        project, environment = inputs.project, inputs.environment
        local = local_sources(resolution.local, environment, project, self._variables)
        settled: Mapping[str, Distribution] = {}
        # What was settled is valid only for the same pins and markers.
        if self._settled is not None and self._settled[0] is resolution:
            settled = self._settled[1]
        found = environment_changes(resolution, environment, markers, misfitting, local, settled)
        self._settled = (resolution, found.comparison.settled)
        return found


def _misfits(inputs: Inputs, selection: Selection) -> tuple[PythonMisfit, ...]:
    environment = inputs.environment
    if environment.state != "sound":
        return ()
    asks = PythonDemand(
        inputs.asked_python, inputs.preference, inputs.named_groups(selection), host.machine()
    )
    return misfits(environment, inputs.project, implementation(environment), asks)


class _Found(NamedTuple):
    """The results of a check; resolution and changes are None if they could not be computed."""

    selection: Selection
    misfits: tuple[PythonMisfit, ...]
    markers: MarkerEnvironment
    freshness: Freshness
    resolution: Resolution | None = None
    changes: EnvironmentChanges | None = None


def _view(inputs: Inputs, found: _Found, code_holders: CodeHolders) -> View:
    view = View(
        project=inputs.project,
        environment=inputs.environment,
        selection=found.selection,
        lockfile_state=inputs.lockfile_state,
        lockfile=inputs.lockfile,
        lockfile_lines=Lines(with_lf(inputs.lockfile_text.text)),
        lockfile_problems=inputs.lockfile_problems,
        freshness=found.freshness,
        misfits=found.misfits,
        marker_values=found.markers.values(),
        code_holders=code_holders,
    )
    if found.resolution is None or found.changes is None:
        return view
    return view._replace(
        expected=found.resolution.expected,
        comparison=found.changes.comparison,
        changes=found.changes.changes,
        action=found.changes.action,
        explanations=found.changes.explanations,
    )

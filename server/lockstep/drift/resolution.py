"""What was read, put together to a view for the rules. Values in, values out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ..errors import UsageError
from ..model.finding import Action, Change
from ..model.installed import Distribution, Environment, LocalSource
from ..model.marker_environment import MarkerEnvironment
from ..model.markers import Evaluator
from ..model.pins import Lockfile, Pin
from ..model.project import Project
from ..model.selection import Selection
from .changes import Comparison, compare, replacement
from .choice import check_choice
from .expected import AmbiguousPin, Expected, expect
from .explain import explanations
from .roots import Roots, choose_roots
from .tags import fits
from .view import PythonMisfit

_ACTIONS: dict[str, Action] = {"sound": "check", "missing": "create", "empty": "create"}


class Resolution(NamedTuple):
    """The pins that a selection means for one interpreter, and where they were reached from."""

    roots: Roots
    expected: Expected
    evaluator: Evaluator
    local: tuple[Pin, ...]
    """The pins whose source is an archive or a folder of this machine."""


_LOCAL = ("path", "directory", "editable")


def resolve(
    lockfile: Lockfile, project: Project, selection: Selection, markers: MarkerEnvironment
) -> Resolution:
    """The pins of a selection.

    Raises:
        UsageError: the selection names what is not there, the lockfile is not for this machine,
            or it contradicts itself.
    """
    values = markers.values()
    evaluator = Evaluator(values)
    supported = lockfile.supported_markers
    if supported and not any(evaluator(marker) for marker in supported):
        listed = " or ".join(f"`{it}`" for it in supported)
        raise UsageError(f"the lockfile is only for {listed}", "add this machine to `environments`")
    roots = choose_roots(lockfile, project, selection)
    check_choice(roots, project)
    try:
        expected = expect(lockfile, roots, values)
    except AmbiguousPin as mistake:
        raise UsageError(str(mistake), "lock again: `uv lock`") from None
    unfit = next((it for it in expected.pins.values() if not _has_file(it, markers)), None)
    if unfit is not None:
        message = f"{unfit.label} has neither a wheel for this machine nor a source distribution"
        raise UsageError(message, "pin a version that has, or add a marker to the requirement")
    local = tuple(it for it in expected.pins.values() if it.source.kind in _LOCAL)
    return Resolution(roots, expected, evaluator.with_active(expected.active), local)


def _has_file(pin: Pin, markers: MarkerEnvironment) -> bool:
    """Whether the index has a file of a pin that can be installed here."""
    if pin.wheels is None:
        return True
    tags = tuple("-".join(it.removesuffix(".whl").split("-")[-3:]) for it in pin.wheels)
    return bool(tags) and fits(tags, markers, free_threaded=False)


class EnvironmentChanges(NamedTuple):
    """What becomes of the environment, and of each package in it."""

    action: Action
    comparison: Comparison = Comparison()
    changes: tuple[Change, ...] = ()
    explanations: Mapping[str, str] = {}


def environment_changes(
    resolution: Resolution,
    environment: Environment,
    markers: MarkerEnvironment,
    misfits: tuple[PythonMisfit, ...],
    local: Mapping[str, LocalSource],
    settled: Mapping[str, Distribution],
) -> EnvironmentChanges:
    """The changes to an environment; where it is made anew, its packages are not compared."""
    action = action_for(environment, misfits)
    pins = resolution.expected.pins
    if action != "check":
        return EnvironmentChanges(action, changes=replacement(pins, environment))
    comparison = compare(pins, environment, markers, local, settled)
    unexpected = {it.name: it.version for it in comparison.unexpected}
    explained = _explained(resolution, unexpected) if unexpected else {}
    return EnvironmentChanges(action, comparison, comparison.changes, explained)


def _explained(resolution: Resolution, installed: Mapping[str, str]) -> dict[str, str]:
    roots = resolution.roots
    return explanations(roots.lockfile, roots, installed, resolution.evaluator)


def action_for(environment: Environment, misfits: tuple[PythonMisfit, ...]) -> Action:
    """What a sync does with the environment itself."""
    if environment.state == "sound" and misfits:
        # In uv's cache each Python has an environment of its own.
        return "create" if environment.is_cached else "replace"
    if environment.is_dead_link:
        return "create"
    return _ACTIONS.get(environment.state, "replace")

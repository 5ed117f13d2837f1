"""What was read, put together to a view for the rules. Values in, values out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ..drift.changes import Comparison, compare, replacement
from ..drift.expected import AmbiguousPin, Expected, expect
from ..drift.explain import explanations
from ..drift.roots import Roots, choose_roots
from ..drift.view import PythonMisfit
from ..errors import UsageError
from ..model.finding import Action, Change
from ..model.installed import Environment
from ..model.local_source import LocalSource
from ..model.marker_environment import MarkerEnvironment
from ..model.markers import Evaluator
from ..model.pins import Lockfile
from ..model.project import Project
from ..model.selection import Selection

_ACTIONS: dict[str, Action] = {"sound": "check", "missing": "create", "empty": "create"}


class Resolution(NamedTuple):
    """The pins that a selection means for one interpreter, and where they were reached from."""

    roots: Roots
    expected: Expected
    evaluator: Evaluator


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
    try:
        expected = expect(lockfile, roots, values)
    except AmbiguousPin as mistake:
        raise UsageError(str(mistake), "lock again: `uv lock`") from None
    return Resolution(roots, expected, evaluator.with_active(expected.active))


class Conclusion(NamedTuple):
    """What becomes of the environment, and of each package in it."""

    action: Action
    comparison: Comparison = Comparison()
    changes: tuple[Change, ...] = ()
    explanations: Mapping[str, str] = {}


def conclude(
    resolution: Resolution,
    environment: Environment,
    markers: MarkerEnvironment,
    misfits: tuple[PythonMisfit, ...],
    local: Mapping[str, LocalSource],
) -> Conclusion:
    """The changes to an environment; where it is made anew, its packages are not compared."""
    action = action_for(environment, misfits)
    pins = resolution.expected.pins
    if action != "check":
        return Conclusion(action, changes=replacement(pins, environment))
    comparison = compare(pins, environment, markers, local)
    names = {it.name for it in comparison.unexpected}
    explained = _explained(resolution, names) if names else {}
    return Conclusion(action, comparison, comparison.changes, explained)


def _explained(resolution: Resolution, names: set[str]) -> dict[str, str]:
    roots = resolution.roots
    return explanations(roots.lockfile, roots, names, resolution.evaluator)


def action_for(environment: Environment, misfits: tuple[PythonMisfit, ...]) -> Action:
    """What a sync does with the environment itself."""
    if environment.state == "sound" and misfits:
        return "replace"
    return _ACTIONS.get(environment.state, "replace")

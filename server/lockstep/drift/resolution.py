"""Resolves a selection to pins, and compares these with an environment. Pure."""

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
from .left_out import installed_pins
from .roots import Roots, choose_roots
from .tags import fits
from .view import PythonMisfit

_ACTIONS: dict[str, Action] = {"sound": "check", "missing": "create", "empty": "create"}


class Resolution(NamedTuple):
    """The pins of a selection for one interpreter.

    Attributes:
        roots: where the walk of the lockfile started.
        expected: the pins, and how each was reached.
        evaluator: for markers, with `expected.active`.
        local: the expected pins with an archive or a folder on this machine as their source,
            without virtual ones.
        left_out: the names of selected packages that the install options leave out.
    """

    roots: Roots
    expected: Expected
    evaluator: Evaluator
    local: tuple[Pin, ...]
    left_out: frozenset[str] = frozenset()


_LOCAL = ("path", "directory", "editable")


def resolve(
    lockfile: Lockfile, project: Project, selection: Selection, markers: MarkerEnvironment
) -> Resolution:
    """The pins of a selection for one interpreter.

    Args:
        lockfile: the lockfile.
        project: the workspace with its current member.
        selection: the extras, groups and members.
        markers: the interpreter and the machine.

    Raises:
        UsageError: the selection names something that does not exist or conflicts, a default group
            does not exist, the lockfile is not for this machine or is inconsistent, or a package
            cannot be installed on this machine.
    """
    values = markers.values()
    evaluator = Evaluator(values)
    supported = lockfile.supported_markers
    if supported and not any(evaluator(marker) for marker in supported):
        listed = " or ".join(f"`{it}`" for it in supported)
        hint = "add this machine to `tool.uv.environments`, and lock again"
        raise UsageError(f"the lockfile is not for this machine, only for {listed}", hint)
    roots = choose_roots(lockfile, project, selection)
    check_choice(roots, project)
    try:
        expected = expect(lockfile, roots, values)
    except AmbiguousPin as mistake:
        raise UsageError(str(mistake), "lock again: `uv lock`") from None
    selected = expected.pins
    expected = expected._replace(pins=installed_pins(selected, roots, project.current))
    unfit = next((it for it in expected.pins.values() if not _has_file(it, markers)), None)
    if unfit is not None:
        message = f"{unfit.label} has neither a wheel for this machine nor a source distribution"
        hint = "require a version that has one, or add a marker to the requirement"
        raise UsageError(message, hint)
    local = tuple(it for it in expected.pins.values() if it.source.kind in _LOCAL)
    left_out = frozenset(selected.keys() - expected.pins.keys())
    return Resolution(roots, expected, evaluator.with_active(expected.active), local, left_out)


def _has_file(pin: Pin, markers: MarkerEnvironment) -> bool:
    """Whether a pin has a source distribution, or a wheel that can be installed here."""
    if pin.wheels is None:
        return True
    # A wheel's file name ends with its three tags (PEP 427).
    tags = tuple("-".join(it.removesuffix(".whl").split("-")[-3:]) for it in pin.wheels)
    # Which build of Python it will be is not known before there is an environment.
    return any(fits(tags, markers, free_threaded=it) for it in (False, True)) if tags else False


class EnvironmentChanges(NamedTuple):
    """What a sync would do.

    Attributes:
        action: what it would do to the environment itself.
        comparison: how the packages differ; empty unless `action` is `check`.
        changes: what it would do to packages, sorted by name.
        explanations: the extra, group or member that each unexpected package would belong to, as
            text by its name; packages that belong to none are left out.
    """

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
    """What a sync would do to an environment.

    Args:
        resolution: the expected pins.
        environment: the environment.
        markers: the values for its Python.
        misfits: the reasons why its Python does not fit; with any of them uv uses a new
            environment, and the packages are not compared.
        local: the state of local sources by package name.
        settled: as for `compare`.
    """
    action = action_for(environment, misfits)
    pins = resolution.expected.pins
    if action != "check":
        return EnvironmentChanges(action, changes=replacement(pins, environment))
    inexact = resolution.roots.selection.install.inexact
    comparison = compare(pins, environment, markers, local, settled, inexact=inexact)
    unexpected = {it.name: it.version for it in comparison.unexpected}
    explained = _explained(resolution, unexpected) if unexpected else {}
    return EnvironmentChanges(action, comparison, comparison.changes, explained)


def _explained(resolution: Resolution, installed: Mapping[str, str]) -> dict[str, str]:
    roots, left_out = resolution.roots, resolution.left_out
    found = explanations(roots.lockfile, roots, installed, resolution.evaluator)
    return found | {it: "left out by an option" for it in installed if it in left_out}


def action_for(environment: Environment, misfits: tuple[PythonMisfit, ...]) -> Action:
    """What a sync would do to the environment itself.

    A sound one with misfits is replaced, or in uv's cache created beside the old one; a missing or
    empty one is created; any other that is not sound is replaced.

    Args:
        environment: the environment.
        misfits: the reasons why its Python does not fit.
    """
    if environment.state == "sound" and misfits:
        # In uv's cache there is one environment for each Python, so none is replaced.
        return "create" if environment.is_cached else "replace"
    if environment.is_dead_link:
        return "create"
    return _ACTIONS.get(environment.state, "replace")

"""One sync of one project: check, then the transaction, then check again."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from functools import partial

from ..drift.pending import extraneous, is_nothing_to_do, is_nothing_to_repair
from ..drift.view import View
from ..environment.location import environment_path
from ..errors import LockstepError, Refused
from ..host.cancellation import CancellationToken
from ..host.own_host import own_host
from ..installers.uv.lines import phase_after, shown
from ..model.intent import Intent
from ..model.outcome import Outcome
from ..model.paths import is_below
from ..model.plan import Phase, Step
from ..project.checker import EVERY, Checked, Checker, CheckRequest
from ..project.find_uv import find_uv
from ..transaction.transaction import transact
from ..transaction.types import Assessment, TransactionSpec
from .assessment import assess, newly_held, touched_packages, without_concurrent
from .build_outcome import build_outcome, nothing, nothing_broken, refused, stopped
from .interrupted import recover_if_interrupted
from .outcome_holders import with_holders
from .planning import last_steps, make_plan, making_step
from .preconditions import unsaved
from .refetch import refetch_files
from .release import run_with_release
from .request import SyncRequest
from .runner import runner

_LOG = logging.getLogger(__name__)

OnProgress = Callable[[str], None]
"""Told what happens, in a few words."""


def run_sync(
    request: SyncRequest,
    variables: Mapping[str, str],
    on_progress: OnProgress,
    cancellation: CancellationToken,
) -> Outcome:
    """Do what was ordered, to its end; everything that goes wrong is an outcome."""
    earlier: tuple[str, ...] = ()
    try:
        # What was cut off may look as if there were nothing to do.
        earlier = recover_if_interrupted(environment_path(request.root, variables))
        outcome = run_with_release(
            request.releaser,
            request.root,
            lambda: _run(request, variables, on_progress, cancellation),
            cancellation,
        )
    except LockstepError as mistake:
        outcome = refused(request.intent, request.name, mistake)
    except OSError as mistake:
        outcome = stopped(request.name, mistake)
    except Exception as mistake:  # noqa: BLE001 - logged with its traceback, and told
        _LOG.exception("the sync of %s failed", request.root)
        outcome = Outcome("failed", f"a bug in Lockstep: {type(mistake).__name__}: {mistake}")
    return outcome._replace(warnings=(*earlier, *outcome.warnings))


def _run(
    request: SyncRequest,
    variables: Mapping[str, str],
    on_progress: OnProgress,
    cancellation: CancellationToken,
) -> Outcome:
    checker = Checker(variables)
    checker.set_settings(request.settings)
    on_progress("checking")
    before = _look_before(checker, request)
    _refuse_unsaved(request, before)
    uv = find_uv(variables, (*request.avoid, request.root), request.uv_path)
    plan = make_plan(before, request.intent, request.path, uv, variables)
    _refuse_around(before.view, request.intent)
    if request.intent.kind == "sync" and is_nothing_to_do(before.view):
        return nothing(request.name)
    if request.intent.kind == "repair" and is_nothing_to_repair(before.view):
        return nothing_broken(request.name)
    look = _SyncAssessor(request, checker, uv, None if plan.steps else before)
    place = before.view.environment.path
    host = own_host()
    refetch = partial(refetch_files, host, plan, uv, place)
    work = TransactionSpec(plan, place, look, lambda text: newly_held(text, place), refetch=refetch)
    result = transact(work, host, runner(plan, _Narrator(on_progress), cancellation))
    on_progress("checking")
    after = look.last if result.end == "done" else checker.check(CheckRequest(request.asked))
    outcome = with_holders(
        build_outcome(request.intent, before, after, result, cancelled=cancellation.is_set)
    )
    return outcome if uv == (request.uv_path or uv) else _with_warning(outcome)


def _look_before(checker: Checker, request: SyncRequest) -> Checked:
    """What is to be done; every file is looked for only where that is wanted, for it takes time."""
    if not request.deep and request.intent.kind != "repair":
        before = checker.check(CheckRequest(request.asked))
        if request.intent.kind != "sync" or not is_nothing_to_do(before.view):
            return before
    return checker.check(CheckRequest(request.asked, files=EVERY))


class _SyncAssessor:
    """The checks of a transaction. Only what was to change need be looked for file by file."""

    def __init__(
        self, request: SyncRequest, checker: Checker, uv: str, first: Checked | None
    ) -> None:
        """`first` is what the first look would see, where nothing has changed since."""
        self.last: Checked
        self._first = first
        self._request = request
        self._checker = checker
        self._uv = uv
        self._is_first = True
        self._touched: frozenset[str] = frozenset()
        self._gone: frozenset[str] = frozenset()

    def __call__(self) -> Assessment:
        intent = self._request.intent
        anew = self._is_first and intent.kind == "recreate"
        request = CheckRequest(self._request.asked, files=self._touched)
        self.last = self._first or self._checker.check(request)
        self._first = None
        view = self.last.view
        mends = intent.kind == "repair"
        # In a new environment there is nothing to take away.
        gone = frozenset[str]() if anew else self._going_away(view)
        steps = last_steps(view, intent, self._uv, sorted(gone))
        assessment = assess(view, steps, anew=anew, mends=mends)
        if assessment.kind == "packages" and not mends:
            assessment = without_concurrent(assessment, extraneous(view) - gone)
        if assessment.kind == "whole":
            assessment = assessment._replace(making=(making_step(view, intent, self._uv),))
        if self._is_first:
            self._touched = touched_packages(view, assessment)
        self._is_first = False
        return assessment

    def _going_away(self, view: View) -> frozenset[str]:
        """What was not pinned at the first look; what comes later is somebody else's."""
        if self._is_first and self._request.intent.kind != "repair" and view.action == "check":
            self._gone = extraneous(view)
        return self._gone & extraneous(view)


def _with_warning(outcome: Outcome) -> Outcome:
    told = "the setting lockstep.uvPath names a program in the workspace, which is never run"
    return outcome._replace(warnings=(*outcome.warnings, told))


def _refuse_unsaved(request: SyncRequest, before: Checked) -> None:
    reason = unsaved(request.texts, before.view)
    if reason:
        raise Refused(reason)


def _refuse_around(view: View, intent: Intent) -> None:
    """Where the project lies in its own environment, also by a link, it would be set aside too."""
    environment = view.environment
    is_whole = intent.kind == "recreate" or view.action != "check" or environment.state != "sound"
    around, root = os.path.realpath(environment.path), os.path.realpath(view.project.root)
    if is_whole and is_below(root, around):
        what = f"{environment.path} would be made anew, and the project lies in it"
        raise Refused(f"{what}; let the environment be another folder")


class _Narrator:
    """Tells the phase when it changes, and every line in between."""

    def __init__(self, on_progress: OnProgress) -> None:
        self._on_progress = on_progress
        self._phase: Phase = "checking"

    def __call__(self, step: Step, line: str | None) -> None:
        phase = step.phase if line is None else phase_after(line, self._phase)
        if line is None or phase != self._phase:
            self._phase = phase
            self._on_progress(phase)
        if line and line.strip():
            self._on_progress(shown(line))

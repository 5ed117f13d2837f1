"""One sync of one project: check, then the transaction, then check again."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from functools import partial

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
from ..transaction.transaction import transact
from ..transaction.types import Assessment, TransactionSpec
from .check import EVERY, Checked, Checker, Request
from .ending import ending, nothing, nothing_broken, refused, stopped
from .fetch_again import refetch_files
from .holders import with_holders
from .order import Order
from .others import tried_with
from .prepare import last_steps, making_step, prepare
from .recovery import recover
from .refusal import unsaved
from .runner import runner
from .sight import newly_held, sight_of, touched, without
from .to_do import extraneous, is_nothing_to_do, is_nothing_to_repair
from .uv_program import find_uv

_LOG = logging.getLogger(__name__)

Hear = Callable[[str], None]
"""Told what happens, in a few words."""


def run_sync(
    order: Order, variables: Mapping[str, str], hear: Hear, cancellation: CancellationToken
) -> Outcome:
    """Do what was ordered, to its end; everything that goes wrong is an outcome."""
    earlier: tuple[str, ...] = ()
    try:
        # What was cut off may look as if there were nothing to do.
        earlier = recover(environment_path(order.root, variables))
        outcome = tried_with(
            order.others,
            order.root,
            lambda: _run(order, variables, hear, cancellation),
            cancellation,
        )
    except LockstepError as mistake:
        outcome = refused(order.intent, order.name, mistake)
    except OSError as mistake:
        outcome = stopped(order.name, mistake)
    except Exception as mistake:  # noqa: BLE001 - logged with its traceback, and told
        _LOG.exception("the sync of %s failed", order.root)
        outcome = Outcome("failed", f"a bug in Lockstep: {type(mistake).__name__}: {mistake}")
    return outcome._replace(warnings=(*earlier, *outcome.warnings))


def _run(
    order: Order, variables: Mapping[str, str], hear: Hear, cancellation: CancellationToken
) -> Outcome:
    checker = Checker(variables)
    checker.set_settings(order.settings)
    hear("checking")
    before = _look_before(checker, order)
    _refuse_unsaved(order, before)
    uv = find_uv(variables, (*order.avoid, order.root), order.uv_path)
    plan = prepare(before, order.intent, order.path, uv, variables)
    _refuse_around(before.view, order.intent)
    if order.intent.kind == "sync" and is_nothing_to_do(before.view):
        return nothing(order.name)
    if order.intent.kind == "repair" and is_nothing_to_repair(before.view):
        return nothing_broken(order.name)
    look = _Looks(order, checker, uv, None if plan.steps else before)
    place = before.view.environment.path
    host = own_host()
    refetch = partial(refetch_files, host, plan, uv, place)
    work = TransactionSpec(plan, place, look, lambda text: newly_held(text, place), refetch=refetch)
    ran = transact(work, host, runner(plan, _Narrator(hear), cancellation))
    hear("checking")
    after = look.last if ran.end == "done" else checker.check(Request(order.asked))
    outcome = with_holders(ending(order.intent, before, after, ran, cancelled=cancellation.is_set))
    return outcome if uv == (order.uv_path or uv) else _with_warning(outcome)


def _look_before(checker: Checker, order: Order) -> Checked:
    """What is to be done; every file is looked for only where that is wanted, for it takes time."""
    if not order.deep and order.intent.kind != "repair":
        before = checker.check(Request(order.asked))
        if order.intent.kind != "sync" or not is_nothing_to_do(before.view):
            return before
    return checker.check(Request(order.asked, files=EVERY))


class _Looks:
    """The checks of a transaction. Only what was to change need be looked for file by file."""

    def __init__(self, order: Order, checker: Checker, uv: str, first: Checked | None) -> None:
        """`first` is what the first look would see, where nothing has changed since."""
        self.last: Checked
        self._first = first
        self._order = order
        self._checker = checker
        self._uv = uv
        self._is_first = True
        self._touched: frozenset[str] = frozenset()
        self._gone: frozenset[str] = frozenset()

    def __call__(self) -> Assessment:
        intent = self._order.intent
        anew = self._is_first and intent.kind == "recreate"
        request = Request(self._order.asked, files=self._touched)
        self.last = self._first or self._checker.check(request)
        self._first = None
        view = self.last.view
        mends = intent.kind == "repair"
        # In a new environment there is nothing to take away.
        gone = frozenset[str]() if anew else self._going_away(view)
        steps = last_steps(view, intent, self._uv, sorted(gone))
        sight = sight_of(view, steps, anew=anew, mends=mends)
        if sight.kind == "packages" and not mends:
            sight = without(sight, extraneous(view) - gone)
        if sight.kind == "whole":
            sight = sight._replace(making=(making_step(view, intent, self._uv),))
        if self._is_first:
            self._touched = touched(view, sight)
        self._is_first = False
        return sight

    def _going_away(self, view: View) -> frozenset[str]:
        """What was not pinned at the first look; what comes later is somebody else's."""
        if self._is_first and self._order.intent.kind != "repair" and view.action == "check":
            self._gone = extraneous(view)
        return self._gone & extraneous(view)


def _with_warning(outcome: Outcome) -> Outcome:
    told = "the setting lockstep.uvPath names a program in the workspace, which is never run"
    return outcome._replace(warnings=(*outcome.warnings, told))


def _refuse_unsaved(order: Order, before: Checked) -> None:
    reason = unsaved(order.texts, before.view)
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

    def __init__(self, hear: Hear) -> None:
        self._hear = hear
        self._phase: Phase = "checking"

    def __call__(self, step: Step, line: str | None) -> None:
        phase = step.phase if line is None else phase_after(line, self._phase)
        if line is None or phase != self._phase:
            self._phase = phase
            self._hear(phase)
        if line and line.strip():
            self._hear(shown(line))

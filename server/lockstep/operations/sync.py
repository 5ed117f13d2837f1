"""One sync of one project: check, then the transaction, then check again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from ..drift.pending import is_nothing_to_do, is_nothing_to_repair, may_be_installed_again
from ..drift.view import View
from ..environment.location import environment_path
from ..host.cancellation import CancellationToken
from ..installers.uv.lines import phase_after, shown
from ..model.outcome import Outcome
from ..model.plan import Phase, Plan, Step
from ..project.checker import EVERY, Checked, Checker
from ..project.uv.find_uv import find_uv
from ..transaction.guarded import GuardedEnvironment
from ..transaction.result import Committed, Declined, TransactionResult
from .assessing.replacement import confirm_replacement, is_replaced_anyway, refuse_around
from .assessing.uv_planner import UvPlanner
from .assessing.uv_questions import UvQuestions
from .build_outcome import Subject, build_outcome, nothing, nothing_broken
from .operate import operate
from .planning import make_plan
from .preconditions import unsaved
from .release import run_with_release
from .request import SyncRequest

_UV_PATH = "the setting lockstep.uvPath names a program in the workspace, which is never run"
_LOCKED_AGAIN = "the old lockfile could not be read, so that all versions were chosen again"

OnProgress = Callable[[str], None]
"""Told what happens, in a few words."""


def run_sync(
    request: SyncRequest,
    variables: Mapping[str, str],
    on_progress: OnProgress,
    cancellation: CancellationToken,
) -> Outcome:
    """Carry out a request to its end; every error is an outcome.

    Args:
        request: the request.
        variables: the environment variables.
        on_progress: told what happens.
        cancellation: ends uv; a transaction that is not verified yet is rolled back.
    """

    def work(guarded: GuardedEnvironment) -> Outcome:
        return run_with_release(
            request.releaser,
            request.root,
            lambda: _run(request, variables, guarded, on_progress, cancellation),
            cancellation,
        )

    environment = environment_path(request.root, variables)
    subject = Subject(request.intent, request.name)
    return operate(environment, request.intent.command, subject.not_done, work)


def _run(
    request: SyncRequest,
    variables: Mapping[str, str],
    guarded: GuardedEnvironment,
    on_progress: OnProgress,
    cancellation: CancellationToken,
) -> Outcome:
    checker = Checker(variables)
    on_progress("checking")
    before = _look_before(checker, request)
    if unsaved_text := unsaved(request.texts, before.view):
        raise unsaved_text
    uv = find_uv(variables, (*request.avoid, request.root), request.uv_path)
    plan = make_plan(before, request.intent, request.path, uv, variables)
    if is_replaced_anyway(before.view, request.intent):
        refuse_around(before.view)
    if outcome := _known_outcome(request, before):
        return outcome
    narrator = _Narrator(on_progress)
    questions = UvQuestions(guarded.host, plan, cancellation, narrator.tell)
    planner = UvPlanner(questions, request, uv)
    if not plan.steps:
        planner.begin(before.view)
    # Imported while uv makes its plan.
    from .assessing.sync_assessor import SyncAssessor
    from .carry_out import carry_out

    confirm = partial(confirm_replacement, consent=request.consent)
    first = None if plan.steps else before
    assessor = SyncAssessor(request, checker, planner, questions, confirm, first)
    result = carry_out(plan, guarded, uv, assessor, narrator, cancellation)
    on_progress("checking")
    after = assessor.last if _is_seen(result) else checker.check(request.check())
    outcome = build_outcome(request.intent, before, after, result, cancelled=cancellation.is_set)
    if outcome.blocked or outcome.not_deleted:
        from .outcome_holders import with_holders

        outcome = with_holders(outcome)
    warnings = _warnings(request, plan, uv, is_done=outcome.kind == "done")
    return outcome._replace(warnings=(*outcome.warnings, *warnings))


def _look_before(checker: Checker, request: SyncRequest) -> Checked:
    """The check before a sync.

    Missing files are searched for only if it is requested, for a repair, or if there is nothing
    else to do, because the search takes long.
    """
    if not request.deep and request.intent.kind != "repair":
        before = checker.check(request.check())
        if request.intent.kind != "sync" or not is_nothing_to_do(before.view):
            return before
    return checker.check(request.check(EVERY))


def _known_outcome(request: SyncRequest, before: Checked) -> Outcome | None:
    """The outcome if there is nothing to do, which is known without asking uv; else None."""
    if request.intent.kind == "sync" and _is_known_to_be_done(request, before.view):
        return nothing(request.name, before)
    if request.intent.kind == "repair" and is_nothing_to_repair(before.view):
        return nothing_broken(request.name)
    return None


def _is_known_to_be_done(request: SyncRequest, view: View) -> bool:
    """Whether there is nothing to do, and uv need not be asked."""
    is_fresh = request.frozen or view.freshness.state == "fresh"
    return is_nothing_to_do(view) and is_fresh and not may_be_installed_again(view)


def _is_seen(result: TransactionResult) -> bool:
    """Whether the last check of the assessor shows the environment as it is now."""
    return isinstance(result.ending, (Committed, Declined))


def _warnings(request: SyncRequest, plan: Plan, uv: str, *, is_done: bool) -> Iterator[str]:
    if is_done and plan.discards_lockfile:
        yield _LOCKED_AGAIN
    if request.uv_path not in ("", uv):
        yield _UV_PATH


class _Narrator:
    """Reports the phase when it changes, and every line in between."""

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

    def tell(self, step: Step | None) -> None:
        """Report a step that runs beside the transaction; None is a wait for its lock."""
        self._on_progress(step.phase if step else "waiting for another installer")

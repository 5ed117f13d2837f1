"""What a sync would do, by uv's plan for it; nothing is changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ...errors import Cancelled, LockstepError, Refused
from ...host.cancellation import CancellationToken
from ...host.own_host import own_host
from ...model.plan import Step
from ...model.project import project_name
from ...model.report import Report
from ...project.checker import EVERY, Checked, Checker
from ...project.uv.find_uv import find_uv
from ...transaction.types import InstallerRefusal
from ..build_outcome import refusal_of
from ..planning import make_plan
from ..request import SyncRequest
from .assessment import changes_of
from .own_environment import refuse_own_change
from .replacement import is_replaced_anyway, refuse_around
from .uv_planner import UvPlanner
from .uv_questions import UvQuestions


def preview_sync(
    request: SyncRequest,
    variables: Mapping[str, str],
    on_progress: Callable[[str], None],
    cancellation: CancellationToken,
) -> Report:
    """The report of a check, with the changes of uv's plan; nothing is changed.

    Raises:
        Refused: the sync would be refused; the message says why, with the code of the reason.
        Cancelled: the token was set.
        ProjectNotFound, Unreadable: as `Checker.check`.
        OSError: a link in a path cannot be resolved.
    """
    on_progress("checking")
    checked = Checker(variables).check(request.check(EVERY)._replace(frozen=request.frozen))
    try:
        return _planned(request, checked, variables, on_progress, cancellation)
    except InstallerRefusal as refusal:
        reason = refusal_of(checked, refusal.output.err)
    except LockstepError as mistake:
        reason = mistake
    if cancellation.is_set:
        raise Cancelled("cancelled")
    message = f"{project_name(request.root)} would not be synced: {reason.message}"
    raise Refused(message, reason.hint, reason.code)


def _planned(
    request: SyncRequest,
    checked: Checked,
    variables: Mapping[str, str],
    on_progress: Callable[[str], None],
    cancellation: CancellationToken,
) -> Report:
    def told(step: Step | None) -> None:
        on_progress(step.phase if step else "waiting for another installer")

    view = checked.view
    uv = find_uv(variables, (*request.avoid, request.root), request.uv_path)
    plan = make_plan(checked, request.intent, request.path, uv, variables)
    if is_replaced_anyway(view, request.intent):
        refuse_around(view)
    planner = UvPlanner(UvQuestions(own_host(), plan, cancellation, told), request, uv)
    try:
        found = planner.preview(view)
    except InstallerRefusal as refusal:
        # The sync downloads the Python first; without it there is only our own plan.
        if checked.obstacle is None and planner.python_to_download(refusal):
            return checked.report
        raise
    changed = found.names if found.action == "check" else None
    refuse_own_change(view.environment.path, request.intent.command, changed)
    # With another lockfile our own check, which has read this one, does not count.
    changes = found.changes if request.intent.kind == "lock" else changes_of(view, found)
    return checked.report._replace(action=found.action, changes=changes, computed=True)

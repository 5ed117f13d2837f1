"""What a sync of a project does, and whether it is done: an `Assessor` that asks uv.

Before: uv's dry run is the plan. Afterwards: uv's own check is the verdict, and missing files,
which uv cannot see, are searched for. What only Lockstep's own check finds is a warning.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

from ...aside.inventory import Inventory
from ...aside.journal import Kind
from ...drift.pending import damaged
from ...drift.view import View
from ...errors import MAKE_READABLE, Refused
from ...installers.uv.sync_plan import SyncPlan
from ...model.installed import Distribution
from ...project.checker import Checked, Checker
from ...transaction.types import Assessment, Verdict
from ..request import SyncRequest
from .assessment import assess, files_to_keep, own_changes, touched_packages
from .file_check import FileCheck
from .own_environment import refuse_own_change
from .uv_planner import UvPlanner
from .uv_questions import UvQuestions
from .verdict import judge

_DAMAGED = "{} lacks files, and could not be installed again"

Confirm = Callable[[View, SyncPlan], None]
"""Given a plan that replaces a sound environment; raises Refused if that is not agreed to."""


class SyncAssessor:
    """Decides about one sync, add, remove, recreate or repair of a project.

    Every method may raise OSError, Unreadable or ProjectNotFound, as a check does.
    """

    last: Checked
    """The last check; after a sync that is done it shows the new environment."""

    def __init__(
        self,
        request: SyncRequest,
        checker: Checker,
        planner: UvPlanner,
        questions: UvQuestions,
        confirm: Confirm,
        first: Checked | None,
    ) -> None:
        """`first` is a check of the present state for the first `assess`, or None to make one."""
        self._request = request
        self._checker = checker
        self._planner = planner
        self._questions = questions
        self._confirm = confirm
        self._first = first
        self._touched: frozenset[str] = frozenset()
        self._gone: frozenset[str] | None = None
        self._slipped_in: frozenset[str] = frozenset()
        self._known: Mapping[str, list[Distribution]] = {}
        self._files = FileCheck()
        self._mended: frozenset[str] = frozenset()

    def assess(self, while_planning: Callable[[], None]) -> Assessment:
        """Determine what is to be done, by uv's plan for the project as it is now.

        Raises:
            InstallerRefusal: uv refuses.
            Refused: the environment would be replaced without confirmation, Lockstep runs from it,
                a part cannot be read, or uv would change another environment or unknown packages.
        """
        self.last = self._first or self._check_again()
        self._first = None
        view = self.last.view
        planned = self._planner.plan(view, while_planning)
        self._refuse_unseen(planned.plan)
        view = self.last.view
        kind = self._kind(view, planned.plan)
        changed = planned.plan.names if kind == "packages" else None
        refuse_own_change(view.environment.path, self._request.intent.command, changed)
        _log_difference(view, planned.plan)
        self._known = view.environment.by_name()
        gone = self._going_away(planned.plan, kind)
        self._slipped_in = planned.plan.going_away - gone
        plan = planned.plan.without(self._slipped_in)
        assessed = assess(view, plan, kind, self._slipped_in, repairs=self._repairs)
        self._touched = touched_packages(view, assessed) if kind == "packages" else frozenset()
        return self._planner.with_steps(assessed, view, planned, sorted(gone))

    def is_current(self) -> bool:
        """Whether the environment has the same state, Python and packages as at the last plan.

        Raises:
            Refused: a part of the environment cannot be read.
        """
        before = self.last.view.environment
        self.last = self._check_again()
        now = self.last.view.environment
        return (now.state, now.version, now.by_name()) == (
            before.state,
            before.version,
            self._known,
        )

    def is_accepted(self, planned: Assessment) -> bool:
        """Whether uv would keep the environment that `making` has created beside other files."""
        return self._planner.accepts(self._check().view, planned.python)

    def installing(self, inventory: Inventory | None) -> AbstractContextManager[None]:
        """A context in which missing files of packages are searched for, while uv runs."""
        environment = self.last.view.environment
        if inventory and not self._request.deep and environment.state == "sound":
            self._files.begin(environment, inventory)
        return self._files.working()

    def verify(self, planned: Assessment) -> Verdict:
        """Whether uv would change nothing more of what was planned, and no package lacks files."""
        step = self._planner.verdict_step(self.last.view)
        self._questions.begin(step)
        self.last = self._check()
        with self._files.working():
            output = self._questions.answer(step)
        lacking = self._files.lacking(planned.names) if planned.kind == "packages" else {}
        if frozenset(lacking) - self._touched:
            self._touched |= frozenset(lacking)
            self.last = self._check()
        if unreadable := self.last.view.environment.unreadable:
            return Verdict(is_done=False, reason=unreadable[0])
        wanted = self._planner.verdict(self.last.view, output)
        verdict = judge(planned, self.last.view, wanted, self._known, self._slipped_in)
        return self._with_damage(verdict, lacking)

    def _refuse_unseen(self, plan: SyncPlan) -> None:
        """Refuse a plan that removes packages which Lockstep does not find in the environment.

        What is not found is not set aside, and could not be restored.

        Raises:
            Refused: there are such packages.
        """
        if plan.action == "check" and plan.removed.keys() - self.last.view.environment.by_name():
            # Another process may have installed them since the check.
            self.last = self._check_again()
            found = self.last.view.environment.by_name()
            unseen = sorted(plan.removed.keys() - found)
            if unseen:
                place = self.last.view.environment.path
                message = f"uv would remove {unseen[0]}, which Lockstep does not find in {place}"
                raise Refused(message, "`lockstep recreate` makes a new environment")

    @property
    def _repairs(self) -> bool:
        return self._request.intent.kind == "repair"

    def _check(self) -> Checked:
        return self._checker.check(self._request.check(self._touched))

    def _check_again(self) -> Checked:
        """Check in the middle of a sync, after its preconditions were met.

        Raises:
            Refused: a part of the environment cannot be read now.
        """
        checked = self._check()
        if unreadable := checked.view.environment.unreadable:
            raise Refused(unreadable[0], MAKE_READABLE)
        return checked

    def _kind(self, view: View, plan: SyncPlan) -> Kind:
        if view.environment.state == "missing":
            return "new"
        if plan.action == "check":
            return "packages"
        is_announced = view.action != "check" and self._request.consent is None
        is_meant = is_announced or self._request.intent.kind == "recreate"
        if view.environment.state == "sound" and self._repairs:
            what = f"uv would replace {view.environment.path}, and a repair keeps it"
            raise Refused(what, "`lockstep recreate` makes a new environment")
        if view.environment.state == "sound" and not is_meant:
            self._confirm(view, plan)
        return "whole"

    def _going_away(self, plan: SyncPlan, kind: Kind) -> frozenset[str]:
        """What uv has planned to remove in every plan so far.

        Packages that only a later plan would remove were installed by another process since.
        """
        if kind != "packages" or self._repairs:
            return frozenset()
        self._gone = plan.going_away if self._gone is None else self._gone & plan.going_away
        return self._gone

    def _with_damage(self, verdict: Verdict, lacking: Mapping[str, frozenset[str]]) -> Verdict:
        """The verdict, with the packages that lack files now.

        Packages that lacked files before are installed again too; if that fails it is a warning,
        unless more files are missing than before.
        """
        view = self.last.view
        broken = frozenset(damaged(view))
        if broken - self._mended:
            self._mended |= broken
            return verdict._replace(
                damaged=tuple(sorted(broken)),
                mending=self._planner.mending_steps(view, sorted(broken)),
                going=files_to_keep(view, broken),
            )
        missing = {
            it.name: frozenset(it.missing_files)
            for it in view.environment.distributions
            if it.name in broken
        }
        worse = [it for it in sorted(broken) if missing[it] != lacking.get(it)]
        if worse:
            return verdict._replace(is_done=False, reason=f"{worse[0]} is damaged")
        warnings = (_DAMAGED.format(it) for it in sorted(broken))
        return verdict._replace(warnings=(*verdict.warnings, *warnings))


def _log_difference(view: View, plan: SyncPlan) -> None:
    """Log a difference between uv's plan and Lockstep's own check: one of them lacks a rule."""
    ours, theirs = {it.name for it in own_changes(view)}, plan.names - {*damaged(view)}
    if ours != theirs or view.action != plan.action:
        # Imported only here: mostly both say the same.
        from ..log_lines import logger

        logger(__name__).info(
            "uv's plan of %s is %s; our own check says %s; only one of them lists %s",
            view.project.root,
            plan.action,
            view.action,
            ", ".join(sorted(ours ^ theirs)) or "nothing",
        )

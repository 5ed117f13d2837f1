"""uv's plan of one sync: the commands that ask for it, and those that carry it out.

The run is pinned to the plan: the commands name the interpreter that the plan has found, so that a
setting or a version file that changes in between does not cause a replacement.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import NamedTuple

from ...aside.aside_folder import FOLDER
from ...drift.pending import damaged
from ...drift.view import View
from ...environment.links import is_same_place
from ...errors import Refused
from ...host.run import Output
from ...installers.uv.commands import (
    Fits,
    SyncOptions,
    fetching_python,
    finding_python,
    installing,
    making,
    planning,
    rehearsing,
)
from ...installers.uv.sync_plan import SyncPlan, lacks_python, read_plan
from ...model.plan import Step
from ...transaction.types import Assessment, InstallerRefusal
from ..request import SyncRequest
from .uv_questions import UvQuestions

_PROGRAMS = (("Scripts", "python.exe"), ("bin", "python"))


class Planned(NamedTuple):
    """uv's plan, and the interpreter to which the run is pinned.

    Attributes:
        plan: the plan.
        python: the path of the interpreter; the request of the intent, or empty, if it is unknown.
    """

    plan: SyncPlan
    python: str


class UvPlanner:
    """Asks uv what a request would do, and builds the commands that do it.

    Methods that read an answer of uv raise OSError if a link in a path there cannot be resolved.
    """

    def __init__(self, questions: UvQuestions, request: SyncRequest, uv: str) -> None:
        self._questions = questions
        self._request = request
        self._uv = uv

    def begin(self, view: View) -> None:
        """Ask for the plan in a thread; `plan` for the same view then takes that answer."""
        self._questions.begin(self._planning(view, self._fits))

    def plan(self, view: View, while_planning: Callable[[], None]) -> Planned:
        """The plan for a project as it is checked; waits for other installers first.

        If uv lacks a Python and may download it, the download is made.

        Args:
            view: the check.
            while_planning: called while uv makes the plan, if the environment will probably stay.

        Raises:
            InstallerRefusal: uv refuses, or its answer is not understood.
            Refused: uv would change another environment, or another installer does not end.
            OSError: as `UvQuestions.wait_for_others` and `while_planning`.
        """
        self._questions.wait_for_others(view.environment.path)
        step = self._planning(view, self._fits)
        self._questions.begin(step)
        is_kept = view.environment.state == "sound" and view.action == "check"
        if is_kept and not self._is_elsewhere(view):
            while_planning()
        try:
            found = self._questions.plan(step)
        except InstallerRefusal as refusal:
            if not self._is_python_fetched(refusal):
                raise
            found = self._questions.plan(step)
        self._refuse_another(view, found)
        if found.action == "check":
            return Planned(found, found.python or python_in(view.environment.path))
        if self._is_elsewhere(view):
            found = found._replace(action="replace")
        return Planned(found, self._base(found))

    def preview(self, view: View) -> SyncPlan:
        """The plan for a dry run; for a sync that locks first it is made for the new lockfile.

        Raises:
            InstallerRefusal: uv refuses, or its answer is not understood.
            Refused: uv would change another environment.
        """
        self._questions.wait_for_others(view.environment.path)
        # Without --locked and --frozen uv plans for the lockfile that it would write.
        fits = "" if self._request.intent.kind == "lock" else self._fits
        found = self._questions.plan(self._planning(view, fits))
        self._refuse_another(view, found)
        is_created = self._is_elsewhere(view) and found.action != "check"
        return found._replace(action="replace") if is_created else found

    def with_steps(
        self, assessment: Assessment, view: View, planned: Planned, gone: Iterable[str]
    ) -> Assessment:
        """An assessment with the commands that carry it out.

        Args:
            assessment: the assessment.
            view: the check.
            planned: uv's plan.
            gone: the packages to remove, if the environment stays.
        """
        place = view.environment.path
        options = self._options(view)._replace(python=planned.python)
        if assessment.kind == "packages":
            steps = installing(self._uv, options, gone=gone, environment=place)
            return assessment._replace(steps=steps)
        options = options._replace(again=(), skipped=())
        return assessment._replace(
            python=planned.python,
            steps=installing(self._uv, options),
            making=(making(self._uv, place, planned.python),),
            rehearsal=self._rehearsal(options) if planned.plan.prepares else None,
        )

    def _rehearsal(self, options: SyncOptions) -> Callable[[str], Step]:
        return lambda scratch: rehearsing(self._uv, options, scratch)

    def verdict_step(self, view: View) -> Step:
        """The dry run (to be run) that shows whether uv would change the environment as it is."""
        options = self._options(view)._replace(again=(), python=python_in(view.environment.path))
        return planning(self._uv, options)

    def accepts(self, view: View, python: str) -> bool:
        """Whether uv would keep the present environment in a run with this Python."""
        step = planning(self._uv, SyncOptions(view.selection, python))
        found = self.verdict(view, self._questions.answer(step))
        return found is not None and found.action == "check"

    def verdict(self, view: View, output: Output) -> SyncPlan | None:
        """What uv would do now, by its answer; None if that has no plan.

        If the answer is about another environment, the action is "replace": uv does not accept this
        one.
        """
        found = read_plan(output.out, output.err) if output.status == 0 else None
        if found is not None and not self._is_meant(found, view.environment.path):
            return found._replace(action="replace")
        return found

    def mending_steps(self, view: View, names: Iterable[str]) -> tuple[Step, ...]:
        """The commands that install packages again, in an environment that stays."""
        python = python_in(view.environment.path)
        options = self._options(view)._replace(python=python, again=tuple(names))
        return installing(self._uv, options)

    @property
    def _fits(self) -> Fits:
        is_tested = self._request.intent.kind == "sync" and not self._request.frozen
        return "--locked" if is_tested else "--frozen"

    def _planning(self, view: View, fits: Fits) -> Step:
        # A dry run on an incomplete environment speaks of the base Python, and one on a sound
        # environment that is to be recreated keeps it: both are asked as if there were none.
        place = _nowhere(view) if self._is_elsewhere(view) else ""
        return planning(self._uv, self._options(view), fits, environment=place)

    def _options(self, view: View) -> SyncOptions:
        intent = self._request.intent
        if self._is_elsewhere(view):
            return SyncOptions(view.selection, intent.python)
        again = damaged(view)
        if intent.kind != "repair":
            return SyncOptions(view.selection, again=again)
        # A repair changes no sound package, whatever is pinned, and keeps the Python.
        sound = {it.name for it in view.changes if it.installed and it.expected} - {*again}
        python = python_in(view.environment.path)
        return SyncOptions(view.selection, python, again, tuple(sorted(sound)), inexact=True)

    def _refuse_another(self, view: View, plan: SyncPlan) -> None:
        """Refuse a plan that is about another environment than the one that is guarded.

        uv asks the interpreter where its environment is: one that starts another Python, such as
        a script, or a link to one, sends uv to the packages of that Python.
        """
        place = _nowhere(view) if self._is_elsewhere(view) else view.environment.path
        if not self._is_meant(plan, place):
            there = os.path.join(self._questions.folder, plan.environment)
            message = f"uv would change {there} instead of {view.environment.path}"
            why = f"the interpreter {python_in(view.environment.path)} leads there"
            raise Refused(f"{message}: {why}", self._way_out())

    def _way_out(self) -> str:
        if self._request.intent.kind == "recreate":
            return "`lockstep delete` takes it away, then `lockstep sync` makes a new one"
        return "`lockstep recreate` makes a new environment"

    def _is_meant(self, plan: SyncPlan, place: str) -> bool:
        there = os.path.join(self._questions.folder, plan.environment)
        return not plan.environment or is_same_place(there, place)

    def _is_elsewhere(self, view: View) -> bool:
        state = view.environment.state
        is_recreated = self._request.intent.kind == "recreate" and state != "missing"
        return is_recreated or state == "incomplete"

    def _is_python_fetched(self, refusal: InstallerRefusal) -> bool:
        """Whether the Python that uv lacks was downloaded now, by a step that is displayed."""
        wanted = self.python_to_download(refusal)
        return bool(wanted) and self._questions.run(fetching_python(self._uv, wanted))

    def python_to_download(self, refusal: InstallerRefusal) -> str:
        """The request for the Python that uv lacks and may download.

        Empty if uv refuses for another reason, or may not download it.
        """
        if not lacks_python(refusal.output.err):
            return ""
        return self._questions.python_to_download(refusal.step)

    def _base(self, plan: SyncPlan) -> str:
        """The interpreter for a new environment; uv does not print one that it manages itself.

        If it is not found, the request of the intent, which may be empty.
        """
        if plan.base:
            return os.path.join(self._questions.folder, plan.base)
        if not plan.version:
            return self._request.intent.python
        found = self._questions.answer(finding_python(self._uv, plan.version)).out.strip()
        return found if os.path.isabs(found) else self._request.intent.python


def python_in(environment: str) -> str:
    """The path of an environment's interpreter in either layout; if none exists, that of POSIX."""
    paths = [os.path.join(environment, *it) for it in _PROGRAMS]
    return next((it for it in paths if os.path.lexists(it)), paths[-1])


def _nowhere(view: View) -> str:
    """A path beside an environment where nothing is, for a plan without an environment."""
    root = os.path.realpath(view.environment.path)
    return os.path.join(os.path.dirname(root), FOLDER, "plan")

"""The rules by which two answers about one state are equal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from .answers import REPLACING, Answer, same_events, shown
from .cases import Case, ask_lockstep, ask_uv, ask_uv_stale, prepare, require_effect
from .project_builder import ProjectBuilder
from .projects import Project

GRAVE = ("warning", "error")


@dataclass(frozen=True)
class Comparison:
    """Both answers; `stale` is the answer of `uv lock --check`, None if there is none."""

    case: Case
    uv: Answer
    ours: Answer
    stale: bool | None

    def differences(self) -> list[str]:
        found = list(_of_form(self.ours))
        found += _of_failure(self) if self.uv.status != 0 else _of_success(self)
        return found

    def __str__(self) -> str:
        text = "\n".join(f"- {difference}" for difference in self.differences())
        flags = " ".join(self.case.flags) or "no flags"
        drifts = ", ".join(drift.name for drift in self.case.drifts) or "no drift"
        head = f"project {self.case.recipe.name} in {self.case.member}: {drifts}; {flags}"
        return f"{head}\n{text}\nuv: {shown(self.uv)}\nours: {shown(self.ours)}"


def compare(builder: ProjectBuilder, case: Case) -> Comparison:
    project = prepare(builder, case)
    uv, stale = ask_uv(project, case), ask_uv_stale(project)
    require_effect(case, uv)
    return Comparison(case, uv, ask_lockstep(project, case.flags, case.member), stale)


def _of_form(ours: Answer) -> Iterator[str]:
    if "Traceback" in ours.complaint:
        yield "a traceback"
    expected = {None: 2, True: 0, False: 1}[ours.in_step]
    if ours.status != expected and (ours.status != 2 or ours.in_step):
        yield f"in_step is {ours.in_step} but the exit status is {ours.status}"
    names = [change["name"] for change in ours.changes]
    if names != sorted(names):
        yield "changes are not sorted by name"


def _of_failure(comparison: Comparison) -> Iterator[str]:
    """If uv fails, Lockstep fails too, or reports an error that explains the failure.

    A lockfile that uv refuses even with --frozen is stale, and a folder that it refuses is foreign;
    these explain enough, although they are warnings.
    """
    uv, ours = comparison.uv, comparison.ours
    if ours.status == 2:
        return
    explained = any(finding["severity"] == "error" for finding in ours.findings)
    explained |= "environment-foreign" in ours.codes
    explained |= uv.status == 1 and "lockfile-stale" in ours.codes
    # A single entry that makes uv refuse the whole environment is reported at its place.
    explained |= any("refuses the whole environment" in it["message"] for it in ours.findings)
    if ours.in_step or not explained:
        yield f"uv gives up (status {uv.status}), we say status {ours.status}"


def _of_success(comparison: Comparison) -> Iterator[str]:
    ours = comparison.ours
    if ours.in_step is None or ours.status == 2:
        yield "uv answers, we could not check"
        return
    yield from _of_changes(comparison)
    yield from _of_findings(comparison)
    grave = any(finding["severity"] in GRAVE for finding in ours.findings)
    if ours.in_step != (not ours.moves and not grave):
        yield f"in_step is {ours.in_step}, which our own changes and findings contradict"
    right = {None: "", True: "stale", False: "fresh"}[comparison.stale]
    if right and ours.freshness not in (right, "unsure"):
        yield f"freshness: uv {right}, we {ours.freshness}"


def _of_changes(comparison: Comparison) -> Iterator[str]:
    """uv lists no removals if it recreates the environment."""
    uv, ours = comparison.uv, comparison.ours
    wanted = comparison.case.action or uv.action
    if wanted != ours.action:
        yield f"action: wanted {wanted}, we {ours.action}"
    whole = wanted not in REPLACING
    theirs, mine = (uv.events, ours.events) if whole else (uv.installs(), ours.installs())
    if not same_events(theirs, mine):
        yield f"changes: only uv {sorted(theirs - mine)}, only we {sorted(mine - theirs)}"


def _of_findings(comparison: Comparison) -> Iterator[str]:
    """Each change has a finding, and no warning or error is reported without a change."""
    case, uv, ours = comparison.case, comparison.uv, comparison.ours
    missing = case.unseen - ours.codes
    if case.strict and missing:
        yield f"findings that should be there: {sorted(missing)}"
    grave = {finding["code"] for finding in ours.findings if finding["severity"] in GRAVE}
    surplus = grave - case.unseen - {"lockfile-stale"}
    if not uv.moves and surplus:
        yield f"uv says in step, we say {sorted(surplus)}"
    text = " ".join(f"{finding.get('package')} {finding['message']}" for finding in ours.findings)
    silent = {name for _, name, _ in ours.events if name not in text}
    if ours.action not in REPLACING and silent:
        yield f"changes without a finding: {sorted(silent)}"


FRESHNESS: Counter[str] = Counter()
"""The numbers of right, unsure and wrong answers about freshness in this session."""


def freshness_share() -> float:
    """The share of right answers."""
    return FRESHNESS["right"] / FRESHNESS.total()


def compare_freshness(project: Project, *, stale: bool) -> tuple[str, str]:
    """Lockstep's state, and a description of the mistake if it is wrong; *unsure* never is."""
    if ask_uv_stale(project) != stale:
        raise AssertionError(f"uv was known to say stale={stale}, and does not")
    ours = ask_lockstep(project)
    right = "stale" if stale else "fresh"
    # The published finding has to agree with the state.
    shown_states = {"lockfile-stale": "stale", "lockfile-unsure": "unsure"}
    found = {shown_states[code] for code in ours.codes if code in shown_states} or {"fresh"}
    if ours.freshness in (right, "unsure") and found == {ours.freshness}:
        return ours.freshness, ""
    return ours.freshness, f"uv: {right}, we: {ours.freshness} {found}\nours: {shown(ours)}"

"""The rules by which two answers on one state are the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from .answers import REPLACING, Answer, same_events, shown
from .pairs import Pair, ask_lockstep, ask_uv, ask_uv_stale, prepare, require_movement
from .projects import Project
from .workshop import Workshop

GRAVE = ("warning", "error")


@dataclass(frozen=True)
class Verdict:
    """Both answers; `stale` is what `uv lock --check` says, None where it could not say."""

    pair: Pair
    uv: Answer
    ours: Answer
    stale: bool | None

    def differences(self) -> list[str]:
        found = list(_of_form(self.ours))
        found += _of_failure(self) if self.uv.status != 0 else _of_success(self)
        return found

    def __str__(self) -> str:
        told = "\n".join(f"- {difference}" for difference in self.differences())
        flags = " ".join(self.pair.flags) or "no flags"
        drifts = ", ".join(drift.name for drift in self.pair.drifts) or "no drift"
        head = f"project {self.pair.recipe.name} in {self.pair.member}: {drifts}; {flags}"
        return f"{head}\n{told}\nuv: {shown(self.uv)}\nours: {shown(self.ours)}"


def judge(workshop: Workshop, pair: Pair) -> Verdict:
    project = prepare(workshop, pair)
    uv, stale = ask_uv(project, pair), ask_uv_stale(project)
    require_movement(pair, uv)
    return Verdict(pair, uv, ask_lockstep(project, pair.flags, pair.member), stale)


def _of_form(ours: Answer) -> Iterator[str]:
    if "Traceback" in ours.complaint:
        yield "a traceback"
    expected = {None: 2, True: 0, False: 1}[ours.in_step]
    if ours.status != expected and (ours.status != 2 or ours.in_step):
        yield f"in_step is {ours.in_step} but the exit status is {ours.status}"
    names = [change["name"] for change in ours.changes]
    if names != sorted(names):
        yield "changes are not sorted by name"


def _of_failure(verdict: Verdict) -> Iterator[str]:
    """Where uv gives up, we give up as well, or an error of ours says why it would.

    A lockfile that uv refuses even frozen is stale, and a folder that it refuses is foreign: these
    say enough although they are only warnings.
    """
    uv, ours = verdict.uv, verdict.ours
    if ours.status == 2:
        return
    explained = any(finding["severity"] == "error" for finding in ours.findings)
    explained |= "environment-foreign" in ours.codes
    explained |= uv.status == 1 and "lockfile-stale" in ours.codes
    # A single folder that makes uv refuse everything is named by its place.
    explained |= any("refuses the whole environment" in it["message"] for it in ours.findings)
    if ours.in_step or not explained:
        yield f"uv gives up (status {uv.status}), we say status {ours.status}"


def _of_success(verdict: Verdict) -> Iterator[str]:
    ours = verdict.ours
    if ours.in_step is None or ours.status == 2:
        yield "uv answers, we could not check"
        return
    yield from _of_changes(verdict)
    yield from _of_findings(verdict)
    grave = any(finding["severity"] in GRAVE for finding in ours.findings)
    if ours.in_step != (not ours.moves and not grave):
        yield f"in_step is {ours.in_step}, which our own changes and findings contradict"
    right = {None: "", True: "stale", False: "fresh"}[verdict.stale]
    if right and ours.freshness not in (right, "unsure"):
        yield f"freshness: uv {right}, we {ours.freshness}"


def _of_changes(verdict: Verdict) -> Iterator[str]:
    """uv names no removals where it makes the environment anew."""
    uv, ours = verdict.uv, verdict.ours
    wanted = verdict.pair.action or uv.action
    if wanted != ours.action:
        yield f"action: wanted {wanted}, we {ours.action}"
    whole = wanted not in REPLACING
    theirs, mine = (uv.events, ours.events) if whole else (uv.installs(), ours.installs())
    if not same_events(theirs, mine):
        yield f"changes: only uv {sorted(theirs - mine)}, only we {sorted(mine - theirs)}"


def _of_findings(verdict: Verdict) -> Iterator[str]:
    """Each change has a reason that is shown, and nothing grave is shown without a reason."""
    pair, uv, ours = verdict.pair, verdict.uv, verdict.ours
    missing = pair.unseen - ours.codes
    if pair.strict and missing:
        yield f"findings that should be there: {sorted(missing)}"
    grave = {finding["code"] for finding in ours.findings if finding["severity"] in GRAVE}
    surplus = grave - pair.unseen - {"lockfile-stale"}
    if not uv.moves and surplus:
        yield f"uv says in step, we say {sorted(surplus)}"
    told = " ".join(f"{finding.get('package')} {finding['message']}" for finding in ours.findings)
    silent = {name for _, name, _ in ours.events if name not in told}
    if ours.action not in REPLACING and silent:
        yield f"changes without a finding: {sorted(silent)}"


FRESHNESS: Counter[str] = Counter()
"""How many answers about freshness were right, unsure and wrong in this session."""


def freshness_share() -> float:
    """The share of right answers."""
    return FRESHNESS["right"] / FRESHNESS.total()


def judge_freshness(project: Project, *, stale: bool) -> tuple[str, str]:
    """The state that we say, and what is wrong about it in words; *unsure* is never wrong."""
    if ask_uv_stale(project) != stale:
        raise AssertionError(f"uv was known to say stale={stale}, and does not")
    ours = ask_lockstep(project)
    right = "stale" if stale else "fresh"
    # The finding that is shown says the same as the state.
    shown_states = {"lockfile-stale": "stale", "lockfile-unsure": "unsure"}
    found = {shown_states[code] for code in ours.codes if code in shown_states} or {"fresh"}
    if ours.freshness in (right, "unsure") and found == {ours.freshness}:
        return ours.freshness, ""
    return ours.freshness, f"uv: {right}, we: {ours.freshness} {found}\nours: {shown(ours)}"

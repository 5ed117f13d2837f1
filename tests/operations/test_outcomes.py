"""Outcomes of a sync, and preconditions, without an installer."""

from __future__ import annotations

from pathlib import Path

import pytest

from lockstep.model.finding import Change
from lockstep.model.installed import Distribution, Environment
from lockstep.model.intent import Intent
from lockstep.model.plan import Step
from lockstep.operations.build_outcome import build_outcome
from lockstep.operations.changed import changed
from lockstep.operations.preconditions import offered, unsaved
from lockstep.project.checker import Checked, Checker, CheckRequest
from lockstep.transaction.result import (
    Blocked,
    Committed,
    Failure,
    Incomplete,
    LastCommand,
    RolledBack,
    TransactionResult,
)
from tests.badinput.projects import LOCKFILE, MANIFEST, make_project

RAN = LastCommand(Step("checking", ("/uv", "sync")), 0)
FAILED = RAN._replace(exit=2, err="error: No\n  cause: way")
DONE = TransactionResult(Committed("packages"), RAN)


@pytest.fixture
def before(tmp_path: Path) -> Checked:
    make_project(tmp_path)
    (packages,) = tmp_path.glob(".venv/lib/*/site-packages")
    (packages / "idna-3.10.dist-info").rename(packages / "idna-3.9.dist-info")
    return Checker({}).check(CheckRequest(str(tmp_path)))


@pytest.fixture
def after(before: Checked) -> Checked:
    """A check of the same project after a successful sync."""
    (packages,) = Path(before.report.environment).glob("lib/*/site-packages")
    (packages / "idna-3.9.dist-info").rename(packages / "idna-3.10.dist-info")
    return Checker({}).check(CheckRequest(before.report.project))


@pytest.mark.usefixtures("simulated_linux")
class TestOutcome:
    """The outcome of a sync, and its message."""

    def test_done(self, before: Checked, after: Checked) -> None:
        name = Path(before.report.project).name
        outcome = build_outcome(Intent(), before, after, DONE, cancelled=False)
        assert (outcome.kind, outcome.message) == ("done", f"Synced {name}: 1 package changed")
        assert outcome.changes == (Change("idna", "3.9", "3.10"),)
        # A cancellation that came too late.
        assert build_outcome(Intent(), before, after, DONE, cancelled=True).kind == "done"

    def test_nothing(self, after: Checked) -> None:
        assert build_outcome(Intent("lock"), after, after, DONE, cancelled=False).kind == "nothing"

    def test_restored(self, before: Checked) -> None:
        name = Path(before.report.project).name
        ran = TransactionResult(RolledBack(), FAILED)
        outcome = build_outcome(Intent(), before, before, ran, cancelled=False)
        assert (outcome.kind, outcome.message) == ("restored", f"No: way; {name} is as it was")

    def test_cancelled(self, before: Checked) -> None:
        name = Path(before.report.project).name
        command = RAN._replace(exit=None, lines=("warning: careful",))
        ran = TransactionResult(RolledBack(), command, warnings=("kept",))
        outcome = build_outcome(Intent(), before, before, ran, cancelled=True)
        assert (outcome.kind, outcome.message) == ("cancelled", f"Cancelled; {name} is as it was")
        assert outcome.warnings == ("kept", "careful")

    def test_not_in_step_afterwards(self, before: Checked) -> None:
        name = Path(before.report.project).name
        failure = Failure(reason="idna is not at its pinned version")
        ran = TransactionResult(RolledBack(failure), RAN)
        outcome = build_outcome(Intent(), before, before, ran, cancelled=False)
        why = "uv reported success, but idna is not at its pinned version"
        assert outcome.message == f"{why}; {name} is as it was"

    def test_refused(self, before: Checked) -> None:
        name = Path(before.report.project).name
        ran = TransactionResult(Blocked("/held"), RAN)
        outcome = build_outcome(Intent(), before, before, ran, cancelled=False)
        why = "cannot move /held; nothing was changed"
        assert (outcome.kind, outcome.message) == ("refused", f"{name} was not synced: {why}")
        assert outcome.blocked == ("/held",)

    def test_failed(self, before: Checked) -> None:
        name = Path(before.report.project).name
        ending = Incomplete(not_restored=("lib/a",))
        ran = TransactionResult(ending, FAILED)
        outcome = build_outcome(Intent(), before, before, ran, cancelled=False)
        what = f"the rollback of {name} is not complete: 1 path could not be moved back"
        assert (outcome.kind, outcome.message) == ("failed", f"No: way; {what}")
        when = "when they can be moved, `lockstep sweep`"
        assert outcome.hint == f"{when} completes the old or the new environment"
        ran = ran._replace(ending=ending._replace(is_begun=True))
        begun = build_outcome(Intent(), before, before, ran, cancelled=False)
        assert begun.hint == f"{when} restores it"
        assert outcome.not_restored == (f"{before.report.environment}/lib/a",)


def test_changed_packages() -> None:
    def environment(*labels: str) -> Environment:
        found = (Distribution(it[0], it[2], path=it) for it in labels)
        return Environment("/x", "sound", distributions=tuple(found))

    old, new = (
        environment("a-1", "b-1", "c-1", "d-1", "d-2"),
        environment("a-1", "b-2", "d-2", "e-1"),
    )
    assert changed(old, new) == (
        Change("b", "1", "2"),
        Change("c", "1", ""),
        Change("d", "1", "2"),
        Change("e", "", "1"),
    )


@pytest.mark.usefixtures("simulated_linux")
def test_offered_commands_and_unsaved_files(before: Checked, after: Checked) -> None:
    assert offered(before.view, None) == Intent()
    assert offered(after.view, None) is None
    root = before.report.project
    texts = {f"{root}/pyproject.toml": MANIFEST, f"{root}/uv.lock": LOCKFILE.replace("\n", "\r\n")}
    assert unsaved(texts, before.view) is None
    unsaved_lockfile = unsaved({f"{root}/uv.lock": f"{LOCKFILE}#"}, before.view)
    assert unsaved_lockfile is not None
    assert unsaved_lockfile.hint == "save uv.lock first"
    assert unsaved({f"{root}/other.toml": ""}, before.view) is None

"""How a sync ended, and what may begin: without any installer."""

from __future__ import annotations

from pathlib import Path

import pytest

from lockstep.model.finding import Change
from lockstep.model.installed import Distribution, Environment
from lockstep.model.intent import Intent
from lockstep.model.plan import Step
from lockstep.operations.build_outcome import build_outcome, changed
from lockstep.operations.preconditions import offered, unsaved
from lockstep.project.checker import Checked, Checker, CheckRequest
from lockstep.transaction.types import TransactionResult
from tests.badinput.projects import LOCKFILE, MANIFEST, make_project

RAN = TransactionResult("done", Step("checking", ("/uv", "sync")), 0)


@pytest.fixture
def before(tmp_path: Path) -> Checked:
    make_project(tmp_path)
    (packages,) = tmp_path.glob(".venv/lib/*/site-packages")
    (packages / "idna-3.10.dist-info").rename(packages / "idna-3.9.dist-info")
    return Checker({}).check(CheckRequest(str(tmp_path)))


@pytest.fixture
def after(before: Checked) -> Checked:
    """The same project after an installer has put it right."""
    (packages,) = Path(before.report.environment).glob("lib/*/site-packages")
    (packages / "idna-3.9.dist-info").rename(packages / "idna-3.10.dist-info")
    return Checker({}).check(CheckRequest(before.report.project))


@pytest.mark.usefixtures("steady")
class TestEnding:
    """How a sync ended, in one sentence."""

    def test_done(self, before: Checked, after: Checked) -> None:
        name = Path(before.report.project).name
        outcome = build_outcome(Intent(), before, after, RAN, cancelled=False)
        assert (outcome.kind, outcome.message) == ("done", f"Synced {name}: 1 package changed")
        assert outcome.changes == (Change("idna", "3.9", "3.10"),)
        # A word that came too late to end anything.
        assert build_outcome(Intent(), before, after, RAN, cancelled=True).kind == "done"

    def test_nothing(self, after: Checked) -> None:
        assert build_outcome(Intent("lock"), after, after, RAN, cancelled=False).kind == "nothing"

    def test_restored(self, before: Checked) -> None:
        name = Path(before.report.project).name
        ran = RAN._replace(end="restored", exit=2, text="error: No\n  cause: way")
        outcome = build_outcome(Intent(), before, before, ran, cancelled=False)
        assert (outcome.kind, outcome.message) == ("restored", f"No: way; {name} is as it was")

    def test_cancelled(self, before: Checked) -> None:
        name = Path(before.report.project).name
        ran = RAN._replace(
            end="restored", exit=None, said=("warning: careful",), warnings=("kept",)
        )
        outcome = build_outcome(Intent(), before, before, ran, cancelled=True)
        assert (outcome.kind, outcome.message) == ("cancelled", f"Cancelled; {name} is as it was")
        assert outcome.warnings == ("kept", "careful")

    def test_not_in_step_afterwards(self, before: Checked) -> None:
        name = Path(before.report.project).name
        ran = RAN._replace(end="restored", reason="idna is not as it is pinned")
        outcome = build_outcome(Intent(), before, before, ran, cancelled=False)
        why = "uv ended without an error, but idna is not as it is pinned"
        assert outcome.message == f"{why}; {name} is as it was"

    def test_refused(self, before: Checked) -> None:
        name = Path(before.report.project).name
        ran = RAN._replace(end="refused", blocked=("/held",))
        outcome = build_outcome(Intent(), before, before, ran, cancelled=False)
        why = "/held cannot even be moved; nothing was changed"
        assert (outcome.kind, outcome.message) == ("refused", f"{name} was not synced: {why}")
        assert outcome.still_held == ("/held",)

    def test_failed(self, before: Checked) -> None:
        name = Path(before.report.project).name
        ran = RAN._replace(end="failed", exit=2, text="error: No", still_missing=("lib/a",))
        outcome = build_outcome(Intent(), before, before, ran, cancelled=False)
        count = f"{name} could not be restored: 1 of its paths could not be put back"
        when = f"{count}; as soon as they can be moved, `lockstep sweep`"
        assert outcome.kind == "failed"
        assert outcome.message == f"No; {when} makes it wholly the old or the new one"
        ran = ran._replace(is_undone=True)
        undone = build_outcome(Intent(), before, before, ran, cancelled=False)
        assert undone.message == f"No; {when} does it"
        assert outcome.still_missing == (f"{before.report.environment}/lib/a",)


def test_what_has_changed() -> None:
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


@pytest.mark.usefixtures("steady")
def test_what_is_offered_and_what_must_be_saved(before: Checked, after: Checked) -> None:
    assert offered(before.view, None) == Intent()
    assert offered(after.view, None) is None
    root = before.report.project
    texts = {f"{root}/pyproject.toml": MANIFEST, f"{root}/uv.lock": LOCKFILE.replace("\n", "\r\n")}
    assert unsaved(texts, before.view) == ""
    assert unsaved({f"{root}/uv.lock": f"{LOCKFILE}#"}, before.view) == "save uv.lock first"
    assert unsaved({f"{root}/other.toml": ""}, before.view) == ""

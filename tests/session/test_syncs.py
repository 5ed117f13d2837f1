"""What surrounds a sync, without any installer: which project, what is said, what can be chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from lockstep.drift.packages import choices
from lockstep.errors import Refused
from lockstep.model.finding import Change
from lockstep.model.installed import Distribution, Environment
from lockstep.model.intent import Intent
from lockstep.model.plan import Step
from lockstep.model.settings import Settings
from lockstep.operations.build_outcome import build_outcome, changed
from lockstep.operations.preconditions import offered, unsaved
from lockstep.project.checker import Checked, Checker, CheckRequest
from lockstep.session.events import (
    CheckAsked,
    CheckEnded,
    EnvironmentChanged,
    PathChanged,
    ProjectsFound,
    SettingsChanged,
    SyncBegan,
    SyncEnded,
    TextChanged,
)
from lockstep.session.project_choice import choose_project
from lockstep.session.step import Job, State, next_job, next_number, step
from lockstep.transaction.types import TransactionResult
from tests.badinput.projects import LOCKFILE, MANIFEST, make_project

RAN = TransactionResult("done", Step("checking", ("/uv", "sync")), 0)


def state(*roots: str) -> State:
    return step(State(), ProjectsFound("/all", roots))


def test_which_project() -> None:
    assert choose_project(state("/all/a", "/all/b"), "/all/a/x.toml", "/all/a") == "/all/a"
    assert choose_project(state("/all/a"), "", "") == "/all/a"
    assert choose_project(state("/all/a"), "/new/x.toml", "/new") == "/new"
    for known, path, reason in (
        (state("/all/b", "/all/a"), "", "say which project: /all/a, /all/b"),
        (state(), "", "there is no project here"),
        (state("/all/a"), "/x", "there is no pyproject.toml in /x or above"),
        (step(state("/all/a"), SyncBegan("/all/a")), "", "a is being synced already"),
    ):
        with pytest.raises(Refused) as refused:
            choose_project(known, path, "")
        assert refused.value.message == reason


def test_a_project_that_is_synced_is_not_looked_at() -> None:
    syncing = step(state("/all/a", "/all/b"), SyncBegan("/all/a"))
    assert next_job(syncing) == Job("/all/b", 1)
    assert next_job(syncing, idle=True) == Job("/all/b", 1)
    number = next_number(syncing, "/all/a")
    assert next_job(step(syncing, SyncEnded("/all/a"))) == Job("/all/a", number)
    assert next_number(syncing, "/elsewhere") == 0


def test_no_check_follows_a_change_where_the_user_asks_for_each() -> None:
    quiet = step(state("/all/a"), SettingsChanged(Settings(follows_changes=False)))
    quiet = step(quiet, CheckEnded("/all/a", next_number(quiet, "/all/a") - 1, 9))
    for event in (
        TextChanged("/all/a/pyproject.toml", "x"),
        PathChanged("/all/a/uv.lock"),
        EnvironmentChanged("/all/a"),
    ):
        assert next_job(step(quiet, event), idle=True) is None
    assert next_job(step(quiet, CheckAsked("/all/a")))


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
        missing = f"{count}; when nobody holds them any more, `lockstep sweep` does it"
        assert (outcome.kind, outcome.message) == ("failed", f"No; {missing}")
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


@pytest.mark.usefixtures("steady")
def test_choices_of_a_workspace_without_a_root_project(tmp_path: Path) -> None:
    root = "[tool.uv.workspace]\nmembers = ['*']\n[dependency-groups]\nlint = []\n"
    (tmp_path / "pyproject.toml").write_text(f"{root}[tool.uv]\ndefault-groups = 'all'\n")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        manifest = f'[project]\nname = "{name}"\nversion = "1"\n'
        extras = f"[project.optional-dependencies]\n{name}_more = []\n"
        (tmp_path / name / "pyproject.toml").write_text(manifest + extras)
    found = choices(Checker({}).check(CheckRequest(str(tmp_path))).view)
    assert found.extras == ("one-more", "two-more")
    assert found.members == ("one", "two")
    assert found.groups == found.default_groups == ("lint",)

"""The output of uv's dry run and of `uv lock --check`, for this version and older ones."""

from __future__ import annotations

import json

import pytest

from lockstep.installers.uv.failure import advice
from lockstep.installers.uv.lock_check import read_answer
from lockstep.installers.uv.sync_plan import (
    SyncPlan,
    is_stale,
    lacks_python,
    python_to_download,
    read_plan,
)
from lockstep.model.finding import Change

BASE = "Using CPython 3.13.0 interpreter at: /opt/python 3.13/bin/python\n"
LINES = "Would install 2 packages\n - idna==3.9\n + idna==3.10\n ~ six==1.17.0\n"


def answer(action: str, *changes: tuple[str, str, str], **more: object) -> str:
    listed = [dict(zip(("name", "version", "action"), it, strict=True)) for it in changes]
    python = {"path": "/srv/demo/.venv/bin/python", "version": "3.13.0"}
    sync = {"environment": {"python": python}, "action": action, "changes": listed, **more}
    return json.dumps({"schema": {"version": "preview"}, "sync": sync})


def test_an_upgrade_a_removal_and_a_reinstall() -> None:
    text = answer(
        "check",
        ("idna", "3.9", "uninstalled"),
        ("idna", "3.10", "installed"),
        ("old", "1", "uninstalled"),
        ("six", "1.17.0", "reinstalled"),
    )
    plan = read_plan(text, "")
    assert plan
    assert plan.changes == (
        Change("idna", "3.9", "3.10"),
        Change("old", "1", ""),
        Change("six", "1.17.0", "1.17.0"),
    )
    assert plan.going_away == {"old"}
    assert plan.without(["old", "six"]).names == {"idna"}
    assert (plan.action, plan.python, plan.base) == ("check", "/srv/demo/.venv/bin/python", "")


def test_the_base_of_a_new_environment_is_read_from_stderr() -> None:
    plan = read_plan(answer("replace", ("idna", "3.10", "installed")), BASE)
    assert plan
    assert (plan.action, plan.base) == ("replace", "/opt/python 3.13/bin/python")
    assert plan.version == "3.13.0"


def test_an_answer_without_changes_is_read_from_stderr() -> None:
    text = json.loads(answer("update"))
    del text["sync"]["changes"]
    plan = read_plan(json.dumps(text), LINES)
    assert plan
    assert plan.changes == (Change("idna", "3.9", "3.10"), Change("six", "1.17.0", "1.17.0"))
    assert plan.action == "check"


@pytest.mark.parametrize(
    ("lines", "action"),
    [
        ("Would use project environment at: .venv\nWould make no changes\n", "check"),
        (f"{BASE}Would create project environment at: .venv\n{LINES}", "create"),
        (f"{BASE}Would replace existing project environment at: .venv\n{LINES}", "replace"),
    ],
)
def test_a_uv_without_json_is_read_from_stderr(lines: str, action: str) -> None:
    plan = read_plan("", lines)
    assert plan
    assert plan.action == action


@pytest.mark.parametrize(
    ("out", "err"),
    [
        ("", ""),
        ("{}", ""),
        ("[1]", "warning: something\n"),
        (answer("ponder"), ""),
        ('{"sync": {"action": 7}}', LINES),
        ("not json", "error: it failed\n"),
    ],
)
def test_unknown_output_is_no_plan(out: str, err: str) -> None:
    assert read_plan(out, err) is None


@pytest.mark.parametrize("odd", [{"changes": None}, {"environment": 3}, {"changes": [1, {}]}])
def test_an_unexpected_answer_raises_no_error(odd: dict[str, object]) -> None:
    assert read_plan(answer("check", **odd), "") == SyncPlan(
        "check",
        python="" if "environment" in odd else "/srv/demo/.venv/bin/python",
        version="" if "environment" in odd else "3.13.0",
        prepares=False,
    )


def test_cached_packages_need_no_preparation() -> None:
    text = answer("replace", ("idna", "3.10", "installed"))
    downloads = read_plan(text, f"{BASE}Would download 1 package\nWould install 1 package\n")
    cached = read_plan(text, f"{BASE}Would install 1 package\n")
    assert downloads
    assert cached
    assert (downloads.prepares, cached.prepares) == (True, False)


def test_why_uv_refuses() -> None:
    assert is_stale("error: The lockfile at `uv.lock` needs to be updated, but `--locked` was")
    none = "error: No interpreter found for Python 3.9 in managed installations or search path\n"
    assert lacks_python(none)
    offline = "hint: A managed Python download is available for Python 3.9, but uv is set to"
    assert python_to_download(f"{none}\n{offline} offline mode") == "3.9"
    manual = "hint: A managed Python download is available for Python 3.9, but Python downloads"
    assert python_to_download(f"{none}\n{manual} are set to 'manual'") == ""


@pytest.mark.parametrize(
    ("status", "err", "state", "reason"),
    [
        (0, "DEBUG Existing `uv.lock` satisfies workspace requirements", "fresh", ""),
        (1, "error: The lockfile at `uv.lock` needs to be updated, but", "stale", "uv would"),
        (
            1,
            "DEBUG Resolving despite existing lockfile due to mismatched requirements for: `demo`\n"
            "error: No solution found when resolving dependencies",
            "stale",
            "mismatched requirements for: `demo`",
        ),
        (
            1,
            "Resolving despite existing lockfile due to change in pre-release mode: `a` vs. `b`\n"
            "error: No solution found when resolving dependencies",
            "unsure",
            "change in pre-release mode",
        ),
        (
            1,
            "Resolving despite existing lockfile due to mismatched index: https://u:pw@a.example/x\n",
            "unsure",
            "mismatched index: https://a.example/x",
        ),
        (2, "error: Failed to build `demo`\n  cause: it says no", "unsure", "demo could not be"),
        (None, "", "unsure", "uv did not answer"),
    ],
)
def test_whether_a_lockfile_fits(status: int | None, err: str, state: str, reason: str) -> None:
    found = read_answer(status, err)
    assert found.state == state
    assert found.reason.startswith(reason)


def test_a_python_outside_of_the_environment_needs_no_new_one() -> None:
    failed = "error: Failed to inspect Python interpreter from"
    ours = advice(f"{failed} active virtual environment at `/app/.venv/bin/python3`")
    other = advice(f"{failed} first executable in the search path at `/shims/python3.13`")
    assert "`lockstep recreate`" in ours
    assert "--python" in other

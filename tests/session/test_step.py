"""Which project a command is for, and which checks follow a sync or an event."""

from __future__ import annotations

import pytest

from lockstep.errors import Refused
from lockstep.model.settings import Settings
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


def state(*roots: str) -> State:
    return step(State(), ProjectsFound("/all", roots))


def test_which_project() -> None:
    assert choose_project(state("/all/a", "/all/b"), "/all/a/x.toml", "/all/a") == "/all/a"
    assert choose_project(state("/all/a"), "", "") == "/all/a"
    assert choose_project(state("/all/a"), "/new/x.toml", "/new") == "/new"
    for known, path, reason in (
        (state("/all/b", "/all/a"), "", "there are several projects: /all/a, /all/b"),
        (state(), "", "there is no project here"),
        (state("/all/a"), "/x", "there is no pyproject.toml in /x or above"),
        (step(state("/all/a"), SyncBegan("/all/a")), "", "a is being synced already"),
    ):
        with pytest.raises(Refused) as refused:
            choose_project(known, path, "")
        assert refused.value.message == reason


def test_a_project_is_not_checked_during_a_sync() -> None:
    syncing = step(state("/all/a", "/all/b"), SyncBegan("/all/a"))
    assert next_job(syncing) == Job("/all/b", 1)
    assert next_job(syncing, idle=True) == Job("/all/b", 1)
    number = next_number(syncing, "/all/a")
    assert next_job(step(syncing, SyncEnded("/all/a"))) == Job("/all/a", number)
    assert next_number(syncing, "/elsewhere") == 0


def test_no_check_follows_a_change_in_manual_mode() -> None:
    quiet = step(state("/all/a"), SettingsChanged(Settings(follows_changes=False)))
    quiet = step(quiet, CheckEnded("/all/a", next_number(quiet, "/all/a") - 1, 9))
    for event in (
        TextChanged("/all/a/pyproject.toml", "x"),
        PathChanged("/all/a/uv.lock"),
        EnvironmentChanged("/all/a"),
    ):
        assert next_job(step(quiet, event), idle=True) is None
    assert next_job(step(quiet, CheckAsked("/all/a")))

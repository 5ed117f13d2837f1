"""The session's thread: which project a path belongs to, and errors that it survives."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from lockstep.aside.state_folder import state_folder
from lockstep.project.checker import Checked, Checker, CheckRequest
from lockstep.session.client import Client
from lockstep.session.events import PathChanged
from lockstep.session.loop import Loop
from lockstep.session.step import State
from tests.badinput.projects import make_project

_LONGEST_WAIT = 20


def _loop(checked: threading.Event) -> Loop:
    """A loop of a trusted workspace; it sets `checked` after its first check."""
    client = Client(trusted=True)
    loop = Loop({}, client)
    client.on_change = lambda: checked.set() if loop.snapshots else None
    return loop


def test_a_folder_with_the_same_prefix_is_another_project(tmp_path: Path) -> None:
    project = tmp_path / "app"
    project.mkdir()
    make_project(project)
    checked = threading.Event()
    loop = _loop(checked)
    loop.start()
    try:
        loop.open_folder(str(project))
        assert checked.wait(_LONGEST_WAIT)
        assert loop.snapshot(str(project / "pyproject.toml"))
        assert loop.snapshot(str(tmp_path / "app2" / "pyproject.toml")) is None
    finally:
        loop.stop()


def test_a_crashing_question_is_answered_and_does_not_end_the_session(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    make_project(tmp_path)
    checked = threading.Event()

    def question(_: State) -> tuple[None, None]:
        raise RuntimeError("a bug")

    loop = _loop(checked)
    loop.start()
    try:
        with pytest.raises(RuntimeError, match="a bug"):
            loop.ask(question)
        loop.open_folder(str(tmp_path))
        assert checked.wait(_LONGEST_WAIT)
    finally:
        loop.stop()
    assert "an event of the session failed" in caplog.text


def test_a_crashing_check_does_not_end_the_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    make_project(tmp_path)
    crashed, checked = threading.Event(), threading.Event()
    real = Checker.check

    def check(self: Checker, request: CheckRequest) -> Checked:
        if not crashed.is_set():
            crashed.set()
            raise RuntimeError("a bug")
        return real(self, request)

    monkeypatch.setattr(Checker, "check", check)
    loop = _loop(checked)
    loop.start()
    try:
        loop.open_folder(str(tmp_path))
        assert crashed.wait(_LONGEST_WAIT)
        loop.put(PathChanged(str(tmp_path / "pyproject.toml")))
        assert checked.wait(_LONGEST_WAIT)
    finally:
        loop.stop()
    assert "a bug" in caplog.text


def test_a_failed_recovery_does_not_end_the_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    project = tmp_path / "project"
    project.mkdir()
    make_project(project)
    state = state_folder(os.path.realpath(project / ".venv"), str(tmp_path / "state"))
    monkeypatch.setattr("lockstep.aside.state_folder._place", lambda *_: state.path)
    # Unreadable, as a state folder of another user is.
    Path(state.journal).mkdir()
    checked = threading.Event()
    loop = _loop(checked)
    loop.start()
    try:
        loop.open_folder(str(project))
        assert checked.wait(_LONGEST_WAIT)
    finally:
        loop.stop()
    assert "could not be read" in caplog.text

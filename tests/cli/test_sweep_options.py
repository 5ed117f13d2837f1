"""`sweep`, `holders` and `free` for an environment that does not exist."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lockstep.aside.state_folder import state_folder
from lockstep.cli.main import main

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.mark.parametrize("command", ["sweep", "holders", "free"])
def test_an_environment_that_does_not_exist(capsys: Capture, tmp_path: Path, command: str) -> None:
    missing = tmp_path / "missing"
    assert main([command, "--environment", str(missing)]) == 2
    assert str(missing) in "".join(capsys.readouterr())


def test_what_is_left_of_a_deleted_environment_is_swept(tmp_path: Path) -> None:
    environment = tmp_path / "gone"
    aside = tmp_path / ".lockstep" / "1"
    aside.mkdir(parents=True)
    (aside / "1").write_text("an old file")
    state = state_folder(str(environment))
    Path(state.aside_folders).write_text(json.dumps([str(aside)]))
    assert main(["sweep", "--environment", str(environment)]) == 0
    assert not aside.exists()
    assert main(["sweep", "--environment", str(environment)]) == 2

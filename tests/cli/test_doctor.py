"""`lockstep doctor`: what it prints, what it hides, and that it leaves nothing behind."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from lockstep import __version__
from lockstep.aside.state_folder import StateFolder
from lockstep.cli.main import main
from lockstep.host.own_host import own_host
from lockstep.model.outcome import Outcome, OutcomeKind
from lockstep.operations.diagnosing.last_outcomes import remember_outcome
from lockstep.transaction.guard import take_guard
from lockstep.transaction.guarded import GuardedEnvironment
from tests.environments import make_environment
from tests.json_schema import read_json
from tests.oracle.machine import uv_program

Capture = pytest.CaptureFixture[str]
Answer = dict[str, dict[str, str]]
ABILITIES = ["hard_links", "locks", "fsync", "rename_to_aside_folder"]
MANIFEST = """
[project]
name = "app"
version = "1"

[tool.lockstep]
ignore = ["link-shared"]
selection.groups = ["lint"]
odd = 2020-01-01
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="scripts in the place of uv")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in os.environ:
        if name.startswith(("UV_", "LOCKSTEP_", "VIRTUAL_ENV", "CONDA_PREFIX")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("PATH", str(Path(uv_program()).parent))
    project = tmp_path.resolve() / "app"
    make_environment(project / ".venv")
    (project / "pyproject.toml").write_text(MANIFEST)
    return project


def run(project: Path, capsys: Capture) -> Answer:
    assert main(["doctor", "--project", str(project), "--format", "json"]) == 0
    found = read_json(capsys.readouterr().out)
    assert found.pop("schema") == 1
    return {**found}


def used(project: Path) -> StateFolder:
    """The state folder of the environment, after a command on it."""
    with GuardedEnvironment(own_host(), str(project / ".venv")) as guarded:
        state, _ = guarded.take()
    return state


def files(folder: Path) -> dict[str, tuple[int, int]]:
    """All files, with inode and change."""
    found = (it for it in folder.rglob("*") if not it.is_dir())
    return {str(it): (it.lstat().st_ino, it.lstat().st_ctime_ns) for it in found}


def test_a_project_with_an_environment(project: Path, capsys: Capture) -> None:
    state = used(project)
    before = {it: kept for it, kept in files(project.parent).items() if "state" not in it}
    folders = sorted(it for it in project.rglob("*") if it.is_dir())
    found = run(project, capsys)
    assert found["versions"]["lockstep"] == __version__
    assert found["versions"]["python"] == sys.version.split()[0]
    assert found["versions"]["uv"][0].isdigit()
    assert found["paths"]["uv"] == uv_program()
    assert found["paths"]["project"] == str(project)
    assert found["paths"]["environment"] == str(project / ".venv")
    assert found["paths"]["state_folder"] == state.path
    assert found["paths"]["python"] == sys.executable
    assert found["environment"] == {"state": "sound", "python": "3.12.1", "interrupted_sync": "no"}
    assert found["settings"] == {
        "ignore": '["link-shared"]',
        "selection.groups": '["lint"]',
        "odd": '"2020-01-01"',
    }
    assert found["variables"] == {}
    assert [found["file_system"][it] for it in ABILITIES] == ["yes"] * 4
    assert found["file_system"]["locks_of_state_folder"] == "yes"
    after = {it: kept for it, kept in files(project.parent).items() if "state" not in it}
    assert after == before
    assert sorted(it for it in project.rglob("*") if it.is_dir()) == folders
    assert not list(project.parent.rglob("*probe*"))


def test_the_text(project: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_CACHE_DIR", "/cache\x1b[31m\nforged  line")
    assert main(["doctor", "--project", str(project)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "versions"
    assert f"  lockstep  {__version__}" in lines
    assert "  UV_CACHE_DIR  /cache\\x1b[31m\\nforged  line" in lines
    assert "  rename to aside folder  yes" in lines
    assert not [it for it in lines if it != it.rstrip()]


def test_the_last_outcomes(project: Path, capsys: Capture) -> None:
    state = used(project)
    kinds: list[OutcomeKind] = ["done", "nothing", "refused", "restored", "failed", "done", "done"]
    for number, kind in enumerate(kinds):
        remember_outcome(state, f"sync {number}", Outcome(kind, f"{number} \N{SNOWMAN}"))
    found = run(project, capsys)["last_outcomes"]
    assert [it.partition(" ")[2] for it in found] == [f"sync {it}" for it in range(2, 7)]
    assert next(iter(found.values())) == "refused: 2 \N{SNOWMAN}"
    for damaged in ("", "{", "[[1]]", '{"a": 1}', '[["a", "b", "c"]]'):
        Path(state.outcomes).write_text(damaged)
        assert run(project, capsys)["last_outcomes"] == {}


def test_a_command_is_remembered(project: Path, capsys: Capture) -> None:
    used(project)
    assert main(["sync", "--project", str(project)]) == 2
    capsys.readouterr()
    ((command, told),) = run(project, capsys)["last_outcomes"].items()
    assert command.endswith("+00:00 sync")
    assert told.startswith("refused: app was not synced: there is no lockfile")


def test_without_a_project(project: Path, capsys: Capture) -> None:
    before = files(project.parent)
    found = run(project.parent, capsys)
    assert found["paths"]["project"].startswith("unknown: no pyproject.toml in ")
    assert found["paths"]["environment"] == "unknown: there is no project"
    assert found["versions"]["uv"][0].isdigit()
    assert {it: found["file_system"][it] for it in ABILITIES} == dict.fromkeys(
        ABILITIES, "unknown: there is no project"
    )
    assert files(project.parent) == before
    assert not (project.parent / "state").exists()


@pytest.mark.parametrize("is_file", [False, True])
def test_without_an_environment(is_file: bool, project: Path, capsys: Capture) -> None:  # noqa: FBT001
    (project / ".venv").rename(project / "moved")
    if is_file:
        (project / ".venv").write_text("mine")
    found = run(project, capsys)
    assert found["environment"]["state"].startswith("file: " if is_file else "missing: ")
    assert found["file_system"]["locks"] == "unknown: there is no environment"
    assert not (project.parent / "state").exists()


def test_a_path_that_does_not_exist(project: Path, capsys: Capture) -> None:
    assert main(["doctor", "--project", str(project / "nowhere")]) == 2
    assert f"lockstep: {project / 'nowhere'} does not exist\n" in capsys.readouterr().err


def test_a_manifest_that_cannot_be_read(project: Path, capsys: Capture) -> None:
    (project / "pyproject.toml").write_text("[project")
    found = run(project, capsys)
    assert found["paths"]["project"].startswith(f"{project} ({project / 'pyproject.toml'}: ")
    (project / "pyproject.toml").unlink()
    (project / "pyproject.toml").mkdir()
    found = run(project, capsys)
    assert found["paths"]["project"] == f"unknown: {project / 'pyproject.toml'} is a folder"


def test_an_interrupted_sync(project: Path, capsys: Capture) -> None:
    state = used(project)
    Path(state.journal).write_text("")
    found = run(project, capsys)
    assert found["environment"]["interrupted_sync"] == "yes"
    assert found["file_system"]["fsync"] == "unknown: a sync was interrupted"
    assert Path(state.journal).read_text() == ""


def test_another_process_at_work(project: Path, capsys: Capture) -> None:
    guard = take_guard(own_host(), used(project))
    found = run(project, capsys)
    guard.release()
    reason = "unknown: another process is at work in the environment"
    assert [found["file_system"][it] for it in ABILITIES] == [reason] * 4


def fake_uv(folder: Path, body: str) -> Path:
    folder.mkdir(parents=True)
    path = folder / "uv"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


def test_no_uv_of_the_project_is_run(
    project: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = fake_uv(project / "bin", f"touch {project}/run")
    other = fake_uv(project.parent / "bin", "echo 'uv 9.9.9 (test)'")
    monkeypatch.setenv("PATH", f"{mine.parent}:{other.parent}")
    found = run(project, capsys)
    assert (found["paths"]["uv"], found["versions"]["uv"]) == (str(other), "9.9.9 (test)")
    assert not (project / "run").exists()


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("echo broken >&2; exit 3", "unknown: broken"),
        ("exit 3", "unknown: exit status 3"),
        ("exit 0", "unknown: exit status 0"),
    ],
)
def test_a_uv_that_fails(
    body: str, told: str, project: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(fake_uv(project.parent / "bin", body).parent))
    assert run(project, capsys)["versions"]["uv"] == told


def test_variables(project: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "UV_INDEX_MINE_PASSWORD": "hidden",
        "UV_INDEX_MINE_USERNAME": "hidden",
        "UV_PUBLISH_TOKEN": "hidden",
        "UV_INDEX": "mine=https://hidden:hidden@host.example/simple",
        "UV_CACHE_DIR": "/cache",
        "CONDA_PREFIX": "/conda",
        "VIRTUAL_ENV": "/other",
        "LOCKSTEP_LOG": "",
        "MY_UV_TOKEN": "hidden",
    }.items():
        monkeypatch.setenv(name, value)
    found = run(project, capsys)
    assert "hidden" not in json.dumps(found)
    assert found["paths"]["uv_cache"] == "/cache"
    assert found["variables"] == {
        "CONDA_PREFIX": "/conda",
        "LOCKSTEP_LOG": "",
        "UV_CACHE_DIR": "/cache",
        "UV_INDEX": "mine=https://host.example/simple",
        "UV_INDEX_MINE_PASSWORD": "(set)",
        "UV_INDEX_MINE_USERNAME": "(set)",
        "UV_PUBLISH_TOKEN": "(set)",
        "VIRTUAL_ENV": "/other",
    }

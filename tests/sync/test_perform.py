"""The commands of a plan one after the other, and manifest and lockfile when one fails."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from lockstep.host.halt import Halt
from lockstep.model.plan import Plan, Step, Written
from lockstep.sync.perform import Performed, perform

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="installers are scripts here")


def step(text: str, *writes: Written) -> Step:
    return Step("locking", ("/bin/sh", "-c", text), writes)


def performed(project: Path, *steps: Step, halt: Halt | None = None) -> Performed:
    manifest, lockfile = str(project / "pyproject.toml"), str(project / "uv.lock")
    plan = Plan(str(project), dict(os.environ), steps, (manifest,), lockfile)
    return perform(plan, lambda *_: None, halt or Halt())


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_bytes(b"old\r\n")
    return tmp_path


def texts(project: Path) -> tuple[bytes, bytes | None]:
    lockfile = project / "uv.lock"
    return (project / "pyproject.toml").read_bytes(), (
        lockfile.read_bytes() if lockfile.exists() else None
    )


ADD = "echo new > pyproject.toml; echo new > uv.lock"


def test_what_succeeds_stays(project: Path) -> None:
    ran = performed(project, step(ADD, "manifest", "lockfile"), step("echo fine"))
    assert texts(project) == (b"new\n", b"new\n")
    assert (ran.exit, ran.text, ran.said, ran.wrote) == (0, "fine", ("fine",), True)


def test_a_failure_ends_the_plan_and_takes_back_what_was_written(project: Path) -> None:
    ran = performed(
        project,
        step(f"echo one; {ADD}", "manifest", "lockfile"),
        step("echo two; exit 2"),
        step("touch three"),
    )
    assert texts(project) == (b"old\r\n", None)
    assert (ran.exit, ran.text, ran.said, ran.wrote) == (2, "two", ("one", "two"), False)
    assert not (project / "three").exists()


def test_a_file_keeps_its_mode(project: Path) -> None:
    (project / "pyproject.toml").chmod(0o640)
    performed(project, step(f"{ADD}; exit 1", "manifest", "lockfile"))
    assert (project / "pyproject.toml").stat().st_mode & 0o777 == 0o640
    assert sorted(it.name for it in project.iterdir()) == ["pyproject.toml"]


def test_what_somebody_else_wrote_meanwhile_stays(project: Path) -> None:
    """The second step writes neither of them, so it must have been another program."""
    ran = performed(
        project, step(ADD, "manifest", "lockfile"), step("echo theirs > pyproject.toml; exit 1")
    )
    assert texts(project) == (b"theirs\n", None)
    assert ran.kept == (
        "pyproject.toml was changed by somebody else meanwhile, and stays as it is",
    )


def test_a_halt_takes_back_too(project: Path) -> None:
    halt = Halt()
    manifest, lockfile = str(project / "pyproject.toml"), str(project / "uv.lock")
    steps = (step(f"{ADD}; echo wrote; sleep 60", "manifest", "lockfile"),)
    plan = Plan(str(project), dict(os.environ), steps, (manifest,), lockfile)
    ran = perform(plan, lambda _, line: halt.set() if line == "wrote" else None, halt)
    assert ran.exit != 0
    assert texts(project) == (b"old\r\n", None)

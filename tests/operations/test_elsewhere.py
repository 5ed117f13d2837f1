"""An environment with parent folders that do not exist, as while an image is built."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.lsp.project_factory import ProjectFactory
from tests.oracle.machine import RunResult, run

pytestmark = pytest.mark.slow


@pytest.fixture
def factory(tmp_path: Path) -> ProjectFactory:
    made = ProjectFactory(tmp_path / "uv")
    made.variables["XDG_STATE_HOME"] = str(tmp_path / "state")
    made.variables["UV_PROJECT_ENVIRONMENT"] = str(tmp_path / "opt/app/venv")
    return made


def lockstep(factory: ProjectFactory, project: Path, *arguments: str) -> RunResult:
    command = [sys.executable, "-m", "lockstep", *arguments]
    return run([*command, "--project", str(project)], project.parent, factory.variables)


@pytest.mark.parametrize("arguments", [("sync",), ("recreate",), ("sync", "--lock")], ids=" ".join)
def test_missing_parents_are_created(
    factory: ProjectFactory, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    project = factory.project("shelved==1.0")
    ran = lockstep(factory, project, *arguments)
    assert ran.status == 0, f"{ran.stdout}\n{ran.stderr}"
    assert lockstep(factory, project, "check").status == 0
    assert [it.name for it in (tmp_path / "opt/app").iterdir()] == ["venv"]
    assert not list(tmp_path.glob("**/.lockstep"))


def test_a_failed_sync_leaves_no_environment(factory: ProjectFactory, tmp_path: Path) -> None:
    project = factory.project("shelved==1.0")
    for wheel in factory.wheels.glob("shelved-*"):
        wheel.unlink()
    factory.variables["UV_CACHE_DIR"] = str(tmp_path / "cold")
    assert lockstep(factory, project, "sync").status == 1
    assert not (tmp_path / "opt/app/venv").exists()
    assert not list(tmp_path.glob("**/.lockstep"))

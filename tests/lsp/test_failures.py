"""Syncs that fail: their outcome, and what they leave."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .editor import editor
from .project_factory import ProjectFactory
from .projects import LOCKFILE, make_project

pytestmark = [pytest.mark.slow, pytest.mark.asyncio]

BROKEN = """\
[project]
name = "broken"
version = "1.0"

[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
"""


def make_broken(folder: Path) -> Path:
    """Create a source tree that can be locked but not built."""
    folder.mkdir()
    (folder / "pyproject.toml").write_text(BROKEN)
    (folder / "backend.py").write_text("raise RuntimeError('no compiler here')\n")
    return folder


async def test_no_network(tmp_path: Path, factory: ProjectFactory) -> None:
    project = make_project(tmp_path / "app", "idna-3.9", "six-1.17.0")
    (project / ".venv").rename(tmp_path / "away")
    (project / "uv.lock").write_text(LOCKFILE.replace("sha256:00", f"sha256:{64 * '0'}"))
    async with editor(project, variables={**factory.variables, "UV_OFFLINE": "1"}) as it:
        outcome = await it.run("sync", project=str(project))
        assert outcome["outcome"] == "restored"
        assert outcome["message"] == (
            "uv needs the network, but is set to offline; app is as it was"
        )
        assert outcome["changes"] == []
        assert outcome["installer"]["exit"] == 1
        assert outcome["installer"]["message"].startswith("error: Failed to ")
        assert "Network connectivity is disabled" in outcome["installer"]["message"]


async def test_a_failed_addition_is_not_in_the_manifest(factory: ProjectFactory) -> None:
    project = factory.project("shelved==1.0")
    before = [(project / name).read_bytes() for name in ("pyproject.toml", "uv.lock")]
    async with editor(project, variables=factory.variables) as it:
        outcome = await it.run("addDependency", requirements=["shelved==7"])
        assert outcome["outcome"] == "restored"
        assert outcome["message"].startswith("no versions fit together: because ")
        assert outcome["installer"]["command"][1:3] == ["add", "--no-sync"]
        outcome = await it.run("removeDependency", names=["other"])
        assert outcome["message"] == (
            "The dependency `other` could not be found in `project.dependencies`; demo is as it was"
        )
    assert [(project / name).read_bytes() for name in ("pyproject.toml", "uv.lock")] == before
    assert factory.installed(project) == []


async def test_an_addition_that_cannot_be_installed_is_rolled_back(factory: ProjectFactory) -> None:
    """The requirement is added, but the sync after it fails."""
    project = factory.project("shelved==1.0")
    before = [(project / name).read_bytes() for name in ("pyproject.toml", "uv.lock")]
    broken = make_broken(factory.folder / "broken")
    async with editor(project, variables=factory.variables) as it:
        adding = it.run("addDependency", requirements=[f"broken @ {broken.as_uri()}"])
        outcome = await adding
        assert outcome["outcome"] == "restored"
        assert outcome["message"] == (
            "broken could not be built: RuntimeError: no compiler here; demo is as it was"
        )
        assert outcome["installer"]["command"][1] == "sync"
        assert "[stderr]" in outcome["installer"]["message"]
    assert [(project / name).read_bytes() for name in ("pyproject.toml", "uv.lock")] == before


async def test_a_failed_resolution_leaves_the_lockfile(factory: ProjectFactory) -> None:
    project = factory.project("shelved==1.0")
    lockfile = (project / "uv.lock").read_bytes()
    factory.write_manifest(project, "shelved==1.0", "shelved==2.0")
    async with editor(project, variables=factory.variables) as it:
        outcome = await it.run("lockAndSync")
        assert outcome["message"] == (
            "no versions fit together: because your project depends on shelved==1.0 and "
            "shelved==2.0, we can conclude that your project's requirements are unsatisfiable; "
            "demo is as it was"
        )
    assert (project / "uv.lock").read_bytes() == lockfile


async def test_no_interpreter_fits(factory: ProjectFactory) -> None:
    project = factory.project("shelved==1.0")
    (project / ".python-version").write_text("3.99\n")
    async with editor(project, variables=factory.variables) as it:
        outcome = await it.run("sync")
        assert (outcome["outcome"], outcome["message"]) == (
            "refused",
            "demo was not synced: uv found no interpreter for Python 3.99",
        )


async def test_no_password_is_shown(factory: ProjectFactory) -> None:
    project = factory.project("shelved==1.0")
    secret = "demo @ https://ann:secret@files.example/other-1.0-py3-none-any.whl"
    async with editor(project, variables={**factory.variables, "UV_OFFLINE": "1"}) as it:
        outcome = await it.run("addDependency", requirements=[secret])
        assert outcome["outcome"] == "restored"
        assert "files.example" in json.dumps(outcome["installer"]["command"])
        assert "secret" not in json.dumps(outcome)
        assert "secret" not in repr(it.client.progress_reports)


async def test_two_metadata_folders_of_one_package_are_repaired(factory: ProjectFactory) -> None:
    """One of the two is empty; uv does not remove it."""
    project = factory.project("shelved==1.0")
    factory.uv(project, "sync")
    (packages,) = (project / ".venv").glob("**/site-packages")
    (packages / "shelved-0.9.dist-info").mkdir()
    async with editor(project, variables=factory.variables) as it:
        outcome = await it.run("sync")
        assert outcome["outcome"] == "done"
        assert it.codes(project / "pyproject.toml") == []

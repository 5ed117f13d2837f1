"""The commands that sync, with real uv: their effects and their answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types as lsp

from ..oracle.machine import pythons
from .editor import editor
from .project_factory import ProjectFactory

pytestmark = [pytest.mark.slow, pytest.mark.asyncio]

NO_LISTS: dict[str, Any] = {
    "error": None,
    "swapped": [],
    "blocked": [],
    "not_deleted": [],
    "not_restored": [],
    "holders": [],
}
NOT_RUN: dict[str, Any] = {"command": [], "exit": None, "message": ""}


def change(name: str, installed: str | None, expected: str | None) -> dict[str, str | None]:
    return {"name": name, "installed": installed, "expected": expected}


async def test_a_sync_does_what_the_lockfile_says(factory: ProjectFactory) -> None:
    project = factory.project("shelved==1.0", "other")
    manifest = project / "pyproject.toml"
    async with editor(project, variables=factory.variables) as it:
        await it.until(lambda: it.codes(manifest) == ["environment-missing"])
        outcome = await it.run("sync", project=str(project))
        command = outcome["installer"].pop("command")
        assert Path(command[0]).is_absolute()
        quiet = ["--no-progress", "--color", "never"]
        assert command[1:5] == ["sync", "--frozen", "--inexact", "--python"]
        # The interpreter of uv's plan, so that uv does not replace the environment.
        assert Path(command[5]).is_absolute()
        assert command[6:] == quiet
        assert outcome == {
            "schema": 1,
            "outcome": "done",
            "message": "Synced demo: 2 packages changed",
            "changes": [change("other", None, "1.0"), change("shelved", None, "1.0")],
            "installer": {"exit": 0, "message": ""},
            "warnings": [],
            **NO_LISTS,
        }
        # The diagnostics come before the answer.
        assert it.codes(manifest) == []
        assert factory.installed(project) == ["other-1.0", "shelved-1.0"]


async def test_nothing_to_do(factory: ProjectFactory) -> None:
    project = factory.project("shelved==1.0")
    factory.uv(project, "sync")
    async with editor(project, variables=factory.variables) as it:
        assert await it.run("sync", project=str(project)) == {
            "schema": 1,
            "outcome": "nothing",
            "message": "Nothing to do: demo is in step",
            "changes": [],
            "installer": NOT_RUN,
            "warnings": [],
            **NO_LISTS,
        }


async def test_a_stale_lockfile_is_updated(factory: ProjectFactory) -> None:
    project = factory.project("shelved==1.0")
    factory.uv(project, "sync")
    factory.write_manifest(project, "shelved==2.0")
    async with editor(project, variables=factory.variables) as it:
        outcome = await it.run("lockAndSync", project=project.as_uri())
        assert outcome["message"] == "Synced demo with a new lockfile: 1 package changed"
        assert outcome["changes"] == [change("shelved", "1.0", "2.0")]
        again = await it.run("lockAndSync", project=project.as_uri())
        assert (again["outcome"], again["message"]) == ("nothing", "Nothing to do: demo is in step")
        (project / "uv.lock").unlink()
        missing = await it.run("lockAndSync", project=project.as_uri())
        assert missing["message"] == "Synced demo with a new lockfile: no packages changed"


async def test_dependencies_are_added_and_removed(factory: ProjectFactory) -> None:
    project = factory.project("shelved==1.0", more='\n[dependency-groups]\ndev = ["other"]\n')
    manifest = project / "pyproject.toml"
    before = manifest.read_text()
    async with editor(project, variables=factory.variables) as it:
        outcome = await it.run("removeDependency", project=str(project), names=["shelved"])
        assert outcome["message"] == "Removed shelved from demo: 1 package changed"
        assert "shelved" not in manifest.read_text()
        outcome = await it.run("addDependency", project=str(project), requirements=["shelved==1.0"])
        assert outcome["message"] == "Added shelved==1.0 to demo: 1 package changed"
        assert outcome["changes"] == [change("shelved", None, "1.0")]
        assert manifest.read_text().replace("\n    ", "").replace(",\n]", "]") == before
        outcome = await it.run("removeDependency", names=["other"], group="dev")
        assert outcome["changes"] == [change("other", "1.0", None)]
        outcome = await it.run("addDependency", requirements=["other"], extra="more")
        assert outcome["message"] == "Added other to extra more of demo: 1 package changed"
        assert "more = [" in manifest.read_text()


async def test_dependencies_of_a_member_are_in_its_own_manifest(factory: ProjectFactory) -> None:
    workspace = '\n[tool.uv.workspace]\nmembers = ["core"]\n'
    sources = "[tool.uv.sources]\ncore = { workspace = true }\n"
    project = factory.without_lockfile("core", more=workspace + sources)
    core = project / "core"
    core.mkdir()
    factory.write_manifest(core, more="package = false\n")
    factory.uv(project, "lock")
    async with editor(project, variables=factory.variables) as it:
        manifest = (project / "pyproject.toml").read_text()
        outcome = await it.run("addDependency", project=str(core), requirements=["shelved==2.0"])
        assert outcome["message"] == "Added shelved==2.0 to demo: 1 package changed"
        assert outcome["changes"] == [change("shelved", None, "2.0")]
        assert "shelved==2.0" in (core / "pyproject.toml").read_text()
        assert (project / "pyproject.toml").read_text() == manifest


async def test_damage_is_repaired(factory: ProjectFactory) -> None:
    project = factory.project("shelved==1.0", "other")
    factory.uv(project, "sync")
    (packages,) = (project / ".venv").glob("**/site-packages")
    (packages / "shelved-1.0.dist-info" / "METADATA").unlink()
    (packages / "other.py").unlink()
    async with editor(project, variables=factory.variables) as it:
        outcome = await it.run("sync", project=str(project))
        assert outcome["changes"] == [change(name, "1.0", "1.0") for name in ("other", "shelved")]
        assert outcome["installer"]["command"][4:8] == [
            *("--reinstall-package", "other"),
            *("--reinstall-package", "shelved"),
        ]
        assert (packages / "other.py").is_file()


async def test_the_selection_of_the_editor_is_synced(factory: ProjectFactory) -> None:
    more = '\n[project.optional-dependencies]\nmore = ["other"]\n'
    project = factory.project("shelved==1.0", more=more)
    settings = {"selection": {"extras": ["more"]}}
    async with editor(project, settings=settings, variables=factory.variables) as it:
        await it.until(lambda: it.codes(project / "pyproject.toml"))
        outcome = await it.run("sync")
        assert outcome["installer"]["command"][3:5] == ["--extra", "more"]
        assert factory.installed(project) == ["other-1.0", "shelved-1.0"]


async def test_the_default_project_is_the_only_one(factory: ProjectFactory) -> None:
    project = factory.project("shelved==1.0")
    async with editor(project, variables=factory.variables) as it:
        await it.wait_until_idle()
        params = lsp.ExecuteCommandParams("lockstep.sync", [project.as_uri()])
        await it.execute(params)
        assert factory.installed(project) == ["shelved-1.0"]
        params = lsp.ExecuteCommandParams("lockstep.sync")
        assert (await it.execute(params))["outcome"] == "nothing"


async def test_the_chosen_uv_is_run(factory: ProjectFactory, tmp_path: Path) -> None:
    project = factory.project("shelved==1.0")
    for folder in (tmp_path, project):
        program = folder / "my-uv"
        program.write_text("#!/bin/sh\necho 'error: I am mine'; exit 3\n")
        program.chmod(0o755)
    settings = {"uvPath": str(tmp_path / "my-uv")}
    async with editor(project, settings=settings, variables=factory.variables) as it:
        outcome = await it.run("sync", project=str(project))
        assert outcome["outcome"] == "refused"
        assert outcome["message"] == "demo was not synced: I am mine"
        assert outcome["installer"]["command"][0] == str(tmp_path / "my-uv")
    settings = {"uvPath": str(project / "my-uv")}
    async with editor(project, settings=settings, variables=factory.variables) as it:
        outcome = await it.run("sync", project=str(project))
        assert outcome["outcome"] == "done"
        assert outcome["warnings"] == [
            "the setting lockstep.uvPath names a program in the workspace, which is never run"
        ]


async def test_an_environment_for_another_python_is_recreated(factory: ProjectFactory) -> None:
    first, *_, last = pythons()
    if first == last:
        pytest.skip("one Python is not enough to change it, so NOTHING WAS TESTED")
    project = factory.project("shelved==1.0")
    factory.uv(project, "sync", "--python", first)
    (project / ".python-version").write_text(f"{last}\n")
    async with editor(project, variables=factory.variables) as it:
        await it.until(lambda: it.codes(project / ".python-version") == ["python-mismatch"])
        outcome = await it.run("sync")
        assert outcome["message"] == "Recreated the environment of demo: 1 package changed"
        assert outcome["changes"] == [change("shelved", "1.0", "1.0")]
        assert it.codes(project / ".python-version") == []
    assert last in (project / ".venv" / "pyvenv.cfg").read_text()

"""Holders of old code are reported after a sync, until they have ended."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from lsprotocol import types as lsp

from ..held.conftest import shim
from ..oracle.handmade_packages import write_wheel
from .editor import editor
from .holding import holding
from .project_factory import ProjectFactory
from .projects import make_project, packages_of
from .test_actions import actions

__all__ = ["shim"]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.asyncio,
    pytest.mark.skipif(sys.platform != "linux", reason="what is deleted is seen in /proc alone"),
]

SHOWS = {"commands": ["lockstep.showHolders"]}


@pytest.fixture
def project(factory: ProjectFactory) -> Path:
    """A project synced with a package that has native code, and relocked to its next version."""
    for version in ("1.0", "2.0"):
        write_wheel(factory.wheels, "native", version, more={"native_.so": f"code {version}"})
    project = factory.project("native==1.0")
    factory.uv(project, "sync")
    factory.write_manifest(project, "native==2.0")
    return project


@pytest.mark.parametrize("command", ["lockAndSync", "recreate"])
async def test_holders_of_old_code_are_reported(
    factory: ProjectFactory, project: Path, command: str
) -> None:
    """A package changes, or the environment is recreated; nothing is left aside."""
    manifest = project / "pyproject.toml"
    if command == "recreate":
        factory.uv(project, "lock")
    (code,) = (project / ".venv").glob("**/native_.so")
    async with editor(project, options=SHOWS, variables=factory.variables) as it:
        with holding(code) as holder:
            assert (await it.run(command, project=str(project)))["outcome"] == "done"
            assert not (project / ".lockstep").exists()
            await it.until(lambda: it.codes(manifest) == ["holder-stale"])
            (finding,) = it.diagnostics(manifest)
            assert finding.severity == lsp.DiagnosticSeverity.Information
            assert f"(pid {holder.pid}" in finding.message
            assert "still runs code that is no longer in the environment" in finding.message
            await it.wait_until_idle()
            assert it.status.message == "in step, 1 package"
            (show, again) = await actions(it, manifest)
            assert (show.title, again.title) == ("Show programs that run old code…", "Check again")
            assert show.command
            assert show.command.command == "lockstep.showHolders"
        await it.until(lambda: it.codes(manifest) == [])


async def test_unavailable_commands_are_not_offered(factory: ProjectFactory, project: Path) -> None:
    manifest = project / "pyproject.toml"
    (code,) = (project / ".venv").glob("**/native_.so")
    async with editor(project, variables=factory.variables) as it:
        with holding(code) as holder:
            assert (await it.run("lockAndSync"))["outcome"] == "done"
            await it.until(lambda: it.codes(manifest) == ["holder-stale"])
            assert [each.title for each in await actions(it, manifest)] == ["Check again"]
            # It holds no file of the current environment, only replaced ones.
            started = {"pid": holder.pid, "started": holder.started}
            assert (await it.run("endHolder", **started))["ended"] is True
            await it.until(lambda: it.codes(manifest) == [])


async def test_aside_folders_are_swept_when_their_holder_ends(tmp_path: Path, shim: Path) -> None:
    """Under Windows' rules for held files, the server sweeps without a request."""
    project = make_project(tmp_path / "app", "idna-3.10", "six-1.17.0")
    manifest = project / "pyproject.toml"
    six = packages_of(project) / "six.py"
    six.write_text("six = 6\n")
    rules = {"LD_PRELOAD": str(shim), "HELD_RULES": os.devnull}
    variables = {"XDG_STATE_HOME": str(tmp_path / "state"), **rules}
    with ExitStack() as holders:
        holders.enter_context(holding(six))
        async with editor(project, variables=variables) as it:
            assert (await it.run("free"))["outcome"] == "done"
            await it.until(lambda: it.codes(manifest) == ["holder-stale"])
            assert (project / ".lockstep").is_dir()
        # A server that starts finds the aside folder.
        async with editor(project, variables=variables) as it:
            await it.until(lambda: it.codes(manifest) == ["holder-stale"])
            assert (project / ".lockstep").is_dir()
            holders.close()
            await it.until(lambda: it.codes(manifest) == [])
            assert not (project / ".lockstep").exists()

"""In the middle of a sync: cancel, shutdown, death, a second one, and what the server tells."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import Any

import psutil
import pytest
from lsprotocol import types as lsp

from ..environments import make_dist_info
from .editor import Editor, editor
from .handles import handles_below
from .project_factory import ProjectFactory
from .slow import Slow

pytestmark = [
    pytest.mark.slow,
    pytest.mark.asyncio,
    pytest.mark.skipif(sys.platform == "win32", reason="the gate of the build is a named pipe"),
]

SHELVED = {"name": "shelved", "installed": None, "expected": "1.0"}


def gone(processes: list[psutil.Process]) -> bool:
    """Whether they end within two seconds; where nobody reaps them, they are zombies."""
    _, there = psutil.wait_procs(processes, timeout=2)
    return all(it.status() == psutil.STATUS_ZOMBIE for it in there)


class Middle:
    """A sync that waits at the gate: what will answer it, and all the processes that do it."""

    def __init__(self, answer: asyncio.Task[Any], processes: list[psutil.Process]) -> None:
        self.answer = answer
        self.processes = processes


def asked(it: Editor, command: str, **more: Any) -> Awaitable[Any]:
    """A command as a request with a number and a token of the client's."""
    token, number = more.pop("token", None), more.pop("number", None)
    params = lsp.ExecuteCommandParams(f"lockstep.{command}", [more], token)
    send = it.client.protocol.send_request_async
    return send("workspace/executeCommand", params, number)  # type: ignore[no-untyped-call]


@asynccontextmanager
async def middle(
    it: Editor, slow: Slow, command: str = "sync", **more: Any
) -> AsyncIterator[Middle]:
    """A sync whose build has begun."""
    answer = asyncio.ensure_future(asked(it, command, project=str(slow.project), **more))
    builder = psutil.Process(await slow.begun())
    processes = it.process.children(recursive=True)
    assert builder in processes
    try:
        yield Middle(answer, processes)
    finally:
        answer.cancel()


async def test_the_client_cancels_the_progress(slow: Slow, factory: ProjectFactory) -> None:
    async with editor(slow.project, variables=factory.variables) as it, middle(it, slow) as now:
        await it.until(lambda: it.client.progress_reports)
        (token,) = it.client.progress_reports
        await it.until(lambda: it.client.progress_reports[token])
        it.client.window_work_done_progress_cancel(lsp.WorkDoneProgressCancelParams(token))
        outcome = await now.answer
        assert outcome["outcome"] == "cancelled"
        assert outcome["message"] == "Cancelled; demo is as it was"
        assert outcome["changes"] == []
        assert outcome["installer"]["exit"] != 0
        assert gone(now.processes)
        assert it.codes(slow.project / "pyproject.toml") == ["environment-missing"]


async def test_the_client_cancels_the_request(slow: Slow, factory: ProjectFactory) -> None:
    """Its answer still says how it ended."""
    async with (
        editor(slow.project, variables=factory.variables) as it,
        middle(it, slow, number="the-sync") as now,
    ):
        it.client.protocol.notify("$/cancelRequest", lsp.CancelParams("the-sync"))
        outcome = await now.answer
        assert (outcome["outcome"], outcome["changes"]) == ("cancelled", [])
        assert gone(now.processes)


async def test_progress_has_a_title_phases_and_lines(slow: Slow, factory: ProjectFactory) -> None:
    """With the client's own token, and then the end is the answer's sentence."""
    async with editor(slow.project, variables=factory.variables) as it:
        it.client.progress_reports["mine"] = []
        async with middle(it, slow, token="mine") as now:
            slow.open_gate()
            outcome = await now.answer
        begin, *reports, end = it.client.progress_reports.pop("mine")
        assert not it.client.progress_reports
    assert isinstance(begin, lsp.WorkDoneProgressBegin)
    assert (begin.title, begin.cancellable) == ("Syncing demo", True)
    assert isinstance(end, lsp.WorkDoneProgressEnd)
    assert end.message == outcome["message"] == "Synced demo: 2 packages changed"
    told = [each.message for each in reports if isinstance(each, lsp.WorkDoneProgressReport)]
    phases = [each for each in told if each in ("checking", "downloading", "installing")]
    assert phases[-3:] == ["checking", "installing", "checking"]
    assert "+ shelved==1.0" in told
    assert f"Building slow @ {(slow.project / 'slow').as_uri()}" in told


async def test_a_client_without_progress_gets_none(slow: Slow, factory: ProjectFactory) -> None:
    nothing = lsp.ClientCapabilities()
    async with editor(slow.project, capabilities=nothing, variables=factory.variables) as it:
        async with middle(it, slow) as now:
            slow.open_gate()
            assert (await now.answer)["outcome"] == "done"
        assert not it.client.progress_reports


async def test_a_cancelled_addition_leaves_no_trace(slow: Slow, factory: ProjectFactory) -> None:
    manifest, lockfile = slow.project / "pyproject.toml", slow.project / "uv.lock"
    before = manifest.read_bytes(), lockfile.read_bytes()
    async with editor(slow.project, variables=factory.variables) as it:
        adding = middle(it, slow, "addDependency", requirements=["other"], number="the-sync")
        async with adding as now:
            assert b"other" in manifest.read_bytes()
            it.client.protocol.notify("$/cancelRequest", lsp.CancelParams("the-sync"))
            assert (await now.answer)["outcome"] == "cancelled"
        assert (manifest.read_bytes(), lockfile.read_bytes()) == before


async def test_a_second_sync_of_a_project_is_refused(slow: Slow, factory: ProjectFactory) -> None:
    another = factory.project("other", name="another")
    folders = (slow.project, another)
    async with editor(*folders, variables=factory.variables) as it, middle(it, slow) as now:
        for command in ("sync", "lockAndSync", "free", "sweep", "delete"):
            outcome = await it.run(command, project=str(slow.project / "pyproject.toml"))
            assert outcome["outcome"] == "refused"
            assert outcome["message"] == "demo is being synced already"
        assert (await it.run("sync", project=str(another)))["outcome"] == "done"
        slow.open_gate()
        assert (await now.answer)["outcome"] == "done"


async def test_the_status_says_so(slow: Slow, factory: ProjectFactory) -> None:
    async with editor(slow.project, variables=factory.variables) as it, middle(it, slow) as now:
        await it.until(lambda: it.status and "syncing demo: " in it.status.message)
        assert it.status.quiescent is False
        slow.open_gate()
        await now.answer
        await it.rest()
        assert it.status.message == "in step, 2 packages"


async def test_nothing_is_told_of_a_project_in_the_middle(
    slow: Slow, factory: ProjectFactory
) -> None:
    """Whatever is asked for: half a state is nobody's business."""
    async with editor(slow.project, variables=factory.variables) as it:
        manifest = slow.project / "pyproject.toml"
        await it.until(lambda: it.codes(manifest) == ["environment-missing"])
        async with middle(it, slow) as now:
            (packages,) = (slow.project / ".venv").glob("**/site-packages")
            make_dist_info(packages, "unexpected-1.0")
            it.save(manifest, manifest.read_text())
            await it.run("check", project=str(slow.project))
            # Another project is looked at meanwhile, so the session does not simply stand still.
            other = factory.bare(name="aside")
            it.open(other / "pyproject.toml")
            await it.until(lambda: it.codes(other / "pyproject.toml"))
            assert it.codes(manifest) == ["environment-missing"]
            slow.open_gate()
            outcome = await now.answer
            assert outcome["outcome"] == "done"
            assert outcome["warnings"] == ["unexpected was changed by another process"]
            assert it.codes(manifest) == ["package-unexpected"]


async def test_the_server_holds_nothing_meanwhile(slow: Slow, factory: ProjectFactory) -> None:
    async with editor(slow.project, variables=factory.variables) as it, middle(it, slow) as now:
        assert handles_below(it.process, slow.project) == []
        (death_watch,) = it.process.children()
        assert handles_below(death_watch, slow.project) == []
        slow.open_gate()
        await now.answer
        assert handles_below(it.process, slow.project) == []
        assert it.process.children() == []


async def test_shutdown_ends_the_installer(slow: Slow, factory: ProjectFactory) -> None:
    async with (
        editor(slow.project, variables=factory.variables) as it,
        middle(it, slow, "addDependency", requirements=["other"]) as now,
    ):
        await it.client.shutdown_async(None)
        assert gone(now.processes)
        # Nobody answers any more, but what was written is taken back.
        assert b"other" not in (slow.project / "pyproject.toml").read_bytes()
        assert await it.exit() == 0


async def test_the_installer_ends_when_the_client_dies(slow: Slow, factory: ProjectFactory) -> None:
    """All that is left of a client that died is the end of a pipe."""
    with contextlib.suppress(RuntimeError):
        async with (
            editor(slow.project, variables=factory.variables) as it,
            middle(it, slow, "addDependency", requirements=["other"]) as now,
        ):
            server, pipe = it.process, it.pipe
            pipe.close()
            assert gone([server, *now.processes])
    assert b"other" not in (slow.project / "pyproject.toml").read_bytes()


async def test_the_installer_dies_with_the_server(slow: Slow, factory: ProjectFactory) -> None:
    with contextlib.suppress(Exception):
        async with editor(slow.project, variables=factory.variables) as it, middle(it, slow) as now:
            it.process.kill()
            assert gone(now.processes)

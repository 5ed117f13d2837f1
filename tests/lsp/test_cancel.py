"""Events in the middle of a sync: cancellation, shutdown, kill, a second sync, and its progress."""

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
from ..patience import have_ended
from .editor import Editor, editor
from .handles import handles_below
from .project_factory import ProjectFactory
from .slow_build import SlowBuild

pytestmark = [
    pytest.mark.slow,
    pytest.mark.asyncio,
    pytest.mark.skipif(sys.platform == "win32", reason="the gate of the build is a named pipe"),
]

SHELVED = {"name": "shelved", "installed": None, "expected": "1.0"}


class RunningSync:
    """A sync with a build that blocks: the task of its answer, and the installer's processes."""

    def __init__(self, answer: asyncio.Task[Any], processes: list[psutil.Process]) -> None:
        self.answer = answer
        self.processes = processes


def send_command(it: Editor, command: str, **more: Any) -> Awaitable[Any]:
    """Send a command as a request, with an id and a progress token of the client if given."""
    token, number = more.pop("token", None), more.pop("number", None)
    params = lsp.ExecuteCommandParams(f"lockstep.{command}", [more], token)
    send = it.client.protocol.send_request_async
    return send("workspace/executeCommand", params, number)  # type: ignore[no-untyped-call]


@asynccontextmanager
async def running_sync(
    it: Editor, slow: SlowBuild, command: str = "sync", **more: Any
) -> AsyncIterator[RunningSync]:
    """Start a sync, and wait until its build blocks."""
    answer = asyncio.ensure_future(send_command(it, command, project=str(slow.project), **more))
    builder = psutil.Process(await slow.wait_for_build())
    processes = it.process.children(recursive=True)
    assert builder in processes
    try:
        yield RunningSync(answer, processes)
    finally:
        answer.cancel()


async def test_the_client_cancels_the_progress(slow: SlowBuild, factory: ProjectFactory) -> None:
    async with (
        editor(slow.project, variables=factory.variables) as it,
        running_sync(it, slow) as sync,
    ):
        await it.until(lambda: it.client.progress_reports)
        (token,) = it.client.progress_reports
        await it.until(lambda: it.client.progress_reports[token])
        it.client.window_work_done_progress_cancel(lsp.WorkDoneProgressCancelParams(token))
        outcome = await sync.answer
        assert outcome["outcome"] == "cancelled"
        assert outcome["message"] == "Cancelled; demo is as it was"
        assert outcome["changes"] == []
        assert outcome["installer"]["exit"] != 0
        assert have_ended(sync.processes)
        assert it.codes(slow.project / "pyproject.toml") == ["environment-missing"]


async def test_the_client_cancels_the_request(slow: SlowBuild, factory: ProjectFactory) -> None:
    """The answer still has the outcome."""
    async with (
        editor(slow.project, variables=factory.variables) as it,
        running_sync(it, slow, number="the-sync") as sync,
    ):
        it.client.protocol.notify("$/cancelRequest", lsp.CancelParams("the-sync"))
        outcome = await sync.answer
        assert (outcome["outcome"], outcome["changes"]) == ("cancelled", [])
        assert have_ended(sync.processes)


async def test_progress_has_a_title_phases_and_lines(
    slow: SlowBuild, factory: ProjectFactory
) -> None:
    """The progress uses the client's own token; its end has the outcome's message."""
    async with editor(slow.project, variables=factory.variables) as it:
        it.client.progress_reports["mine"] = []
        async with running_sync(it, slow, token="mine") as sync:
            slow.open_gate()
            outcome = await sync.answer
        begin, *reports, end = it.client.progress_reports.pop("mine")
        assert not it.client.progress_reports
    assert isinstance(begin, lsp.WorkDoneProgressBegin)
    assert (begin.title, begin.cancellable) == ("Syncing demo", True)
    assert isinstance(end, lsp.WorkDoneProgressEnd)
    assert end.message == outcome["message"] == "Synced demo: 2 packages changed"
    lines = [each.message for each in reports if isinstance(each, lsp.WorkDoneProgressReport)]
    phases = [each for each in lines if each in ("checking", "downloading", "installing")]
    assert phases[-3:] == ["checking", "installing", "checking"]
    assert "+ shelved==1.0" in lines
    assert f"Building slow @ {(slow.project / 'slow').as_uri()}" in lines


async def test_a_client_without_progress_gets_none(
    slow: SlowBuild, factory: ProjectFactory
) -> None:
    nothing = lsp.ClientCapabilities()
    async with editor(slow.project, capabilities=nothing, variables=factory.variables) as it:
        async with running_sync(it, slow) as sync:
            slow.open_gate()
            assert (await sync.answer)["outcome"] == "done"
        assert not it.client.progress_reports


async def test_a_cancelled_addition_leaves_no_trace(
    slow: SlowBuild, factory: ProjectFactory
) -> None:
    manifest, lockfile = slow.project / "pyproject.toml", slow.project / "uv.lock"
    before = manifest.read_bytes(), lockfile.read_bytes()
    async with editor(slow.project, variables=factory.variables) as it:
        adding = running_sync(it, slow, "addDependency", requirements=["other"], number="the-sync")
        async with adding as sync:
            assert b"other" in manifest.read_bytes()
            it.client.protocol.notify("$/cancelRequest", lsp.CancelParams("the-sync"))
            assert (await sync.answer)["outcome"] == "cancelled"
        assert (manifest.read_bytes(), lockfile.read_bytes()) == before


async def test_a_second_sync_of_a_project_is_refused(
    slow: SlowBuild, factory: ProjectFactory
) -> None:
    another = factory.project("other", name="another")
    folders = (slow.project, another)
    async with editor(*folders, variables=factory.variables) as it, running_sync(it, slow) as sync:
        for command in ("sync", "lockAndSync", "free", "sweep", "delete"):
            outcome = await it.run(command, project=str(slow.project / "pyproject.toml"))
            assert outcome["outcome"] == "refused"
            assert outcome["message"] == "demo is being synced already"
        assert (await it.run("sync", project=str(another)))["outcome"] == "done"
        slow.open_gate()
        assert (await sync.answer)["outcome"] == "done"


async def test_the_status_names_the_running_sync(slow: SlowBuild, factory: ProjectFactory) -> None:
    async with (
        editor(slow.project, variables=factory.variables) as it,
        running_sync(it, slow) as sync,
    ):
        await it.until(lambda: it.status and "syncing demo: " in it.status.message)
        assert it.status.quiescent is False
        slow.open_gate()
        await sync.answer
        await it.wait_until_idle()
        assert it.status.message == "in step, 2 packages"


async def test_no_state_is_revealed_during_a_sync(slow: SlowBuild, factory: ProjectFactory) -> None:
    """No request reveals the project's state while a sync is running."""
    async with editor(slow.project, variables=factory.variables) as it:
        manifest = slow.project / "pyproject.toml"
        await it.until(lambda: it.codes(manifest) == ["environment-missing"])
        async with running_sync(it, slow) as sync:
            (packages,) = (slow.project / ".venv").glob("**/site-packages")
            make_dist_info(packages, "unexpected-1.0")
            it.save(manifest, manifest.read_text())
            await it.run("check", project=str(slow.project))
            # A finding in another project shows that the server still checks.
            other = factory.without_lockfile(name="aside")
            it.open(other / "pyproject.toml")
            await it.until(lambda: it.codes(other / "pyproject.toml"))
            assert it.codes(manifest) == ["environment-missing"]
            slow.open_gate()
            outcome = await sync.answer
            assert outcome["outcome"] == "done"
            assert outcome["warnings"] == ["unexpected was changed by another process"]
            assert it.codes(manifest) == ["package-unexpected"]


async def test_the_server_holds_nothing_during_a_sync(
    slow: SlowBuild, factory: ProjectFactory
) -> None:
    async with (
        editor(slow.project, variables=factory.variables) as it,
        running_sync(it, slow) as sync,
    ):
        assert handles_below(it.process, slow.project) == []
        (death_watch,) = it.process.children()
        assert handles_below(death_watch, slow.project) == []
        slow.open_gate()
        await sync.answer
        assert handles_below(it.process, slow.project) == []
        assert it.process.children() == []


async def test_shutdown_ends_the_installer(slow: SlowBuild, factory: ProjectFactory) -> None:
    async with (
        editor(slow.project, variables=factory.variables) as it,
        running_sync(it, slow, "addDependency", requirements=["other"]) as sync,
    ):
        await it.client.shutdown_async(None)
        assert have_ended(sync.processes)
        # The server no longer answers, but the rollback still runs.
        assert b"other" not in (slow.project / "pyproject.toml").read_bytes()
        assert await it.exit() == 0


async def test_the_installer_ends_when_the_client_dies(
    slow: SlowBuild, factory: ProjectFactory
) -> None:
    """The client's death closes its end of the pipe."""
    has_ended = False
    # The client reports the end of its server as an error.
    with contextlib.suppress(RuntimeError):
        async with (
            editor(slow.project, variables=factory.variables) as it,
            running_sync(it, slow, "addDependency", requirements=["other"]) as sync,
        ):
            watched = [it.process, *sync.processes]
            it.pipe.close()
            # In a thread, because the pipe is closed by the loop.
            has_ended = await asyncio.to_thread(have_ended, watched)
    assert has_ended
    assert b"other" not in (slow.project / "pyproject.toml").read_bytes()


async def test_the_installer_dies_with_the_server(slow: SlowBuild, factory: ProjectFactory) -> None:
    has_ended = False
    with contextlib.suppress(RuntimeError):
        async with (
            editor(slow.project, variables=factory.variables) as it,
            running_sync(it, slow) as sync,
        ):
            it.process.kill()
            has_ended = await asyncio.to_thread(have_ended, sync.processes)
    assert has_ended

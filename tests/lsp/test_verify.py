"""Verify in an editor: answer, progress, cancellation, and a sync at the same time."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

from ..installed_package import add_record_line, install
from .editor import TIMEOUT, Editor, editor
from .handles import handles_below
from .projects import make_project, packages_of
from .test_cancel import send_command

pytestmark = [
    pytest.mark.slow,
    pytest.mark.asyncio,
    pytest.mark.skipif(sys.platform == "win32", reason="handles are listed as on POSIX"),
]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    project = make_project(tmp_path / "app")
    install(packages_of(project), "idna-3.10", {"idna/core.py": "3\n"})
    install(packages_of(project), "six-1.17.0", {"six.py": "6\n"})
    return project


async def test_damaged_files_are_reported(project: Path) -> None:
    """Also in an untrusted workspace, since verify only reads."""
    async with editor(project, options={"trusted": False}) as it:
        sound = {"schema": 1, "packages": 2, "files": 4, "bad": []}
        assert await it.run("verify", project=str(project)) == sound
        six = packages_of(project) / "six.py"
        six.write_text("7\n")
        bad = [{"package": "six", "path": str(six), "how": "changed", "owner": ""}]
        assert (await it.run("verify"))["bad"] == bad
        assert (await it.run("verify", packages=["idna"]))["bad"] == []
        with pytest.raises(JsonRpcException, match="not installed in"):
            await it.run("verify", packages=["seven"])
        with pytest.raises(JsonRpcException, match="`packages` must be a list of strings"):
            await it.run("verify", packages="six")


async def test_progress(project: Path) -> None:
    async with editor(project) as it:
        it.client.progress_reports["mine"] = []
        await send_command(it, "verify", project=str(project), token="mine")
        begin, *reports, end = it.client.progress_reports.pop("mine")
        assert isinstance(begin, lsp.WorkDoneProgressBegin)
        expected = ("Verifying app", True, "0 of 2 packages")
        assert (begin.title, begin.cancellable, begin.message) == expected
        last = reports[-1]
        assert isinstance(last, lsp.WorkDoneProgressReport)
        assert last.message is not None
        assert last.message.startswith("2 of 2 packages")
        assert isinstance(end, lsp.WorkDoneProgressEnd)
        assert end.message == "verified"


@asynccontextmanager
async def blocked_verify(it: Editor, project: Path) -> AsyncIterator[asyncio.Future[Any]]:
    """Start a verify that blocks on a file too large to be read to its end."""
    with (packages_of(project) / "huge").open("wb") as file:
        file.truncate(1 << 42)
    add_record_line(packages_of(project) / "six-1.17.0.dist-info", "huge,sha256=AA,1")
    it.client.progress_reports["mine"] = []
    asking = send_command(it, "verify", project=str(project), token="mine", number="the-question")
    answer = asyncio.ensure_future(asking)
    while not handles_below(it.process, project):
        await asyncio.sleep(0)
    try:
        yield answer
    finally:
        answer.cancel()


async def test_the_client_cancels_the_request(project: Path) -> None:
    async with editor(project) as it, blocked_verify(it, project) as answer:
        it.client.protocol.notify("$/cancelRequest", lsp.CancelParams("the-question"))
        with pytest.raises(JsonRpcException, match="cancelled") as refused:
            await asyncio.wait_for(answer, TIMEOUT)
        assert refused.value.code == lsp.LSPErrorCodes.RequestCancelled
        assert handles_below(it.process, project) == []


async def test_the_client_cancels_the_progress(project: Path) -> None:
    async with editor(project) as it, blocked_verify(it, project) as answer:
        it.client.window_work_done_progress_cancel(lsp.WorkDoneProgressCancelParams("mine"))
        with pytest.raises(JsonRpcException, match="cancelled"):
            await asyncio.wait_for(answer, TIMEOUT)


async def test_a_sync_cancels_it(project: Path) -> None:
    """Nothing is read while a sync changes the environment."""
    async with editor(project) as it, blocked_verify(it, project) as answer:
        assert (await it.run("delete", project=str(project)))["outcome"] == "done"
        with pytest.raises(JsonRpcException, match="cancelled"):
            await asyncio.wait_for(answer, TIMEOUT)


async def test_a_server_that_shuts_down_does_not_wait_for_it(project: Path) -> None:
    async with editor(project) as it, blocked_verify(it, project):
        await it.client.shutdown_async(None)
        assert await it.exit() == 0

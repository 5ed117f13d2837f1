"""Minimal clients, clients that send invalid messages or die, and handles below environments."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from lsprotocol import types as lsp

from ..bundle.minimal_client import initialize, receive, send, shut_down
from ..patience import have_ended
from .editor import COMMAND, editor
from .handles import handles_below
from .projects import MANIFEST, make_project

pytestmark = pytest.mark.slow


@pytest.mark.asyncio
async def test_a_client_without_capabilities_gets_diagnostics(tmp_path: Path) -> None:
    project = make_project(tmp_path / "app", "idna-3.10")
    async with editor(project, capabilities=lsp.ClientCapabilities()) as it:
        await it.until(lambda: it.codes(project / "pyproject.toml") == ["package-missing"])
        (project / "uv.lock").write_text("version = 2\n", encoding="utf-8")
        await it.until(lambda: it.codes(project / "uv.lock") == ["lockfile-unreadable"])


def test_invalid_messages_are_answered_and_the_server_goes_on(tmp_path: Path) -> None:
    project = make_project(tmp_path / "app", "idna-3.10")
    with subprocess.Popen(COMMAND, stdin=-1, stdout=-1, stderr=-1, cwd=project) as process:
        initialize(process, project)
        for message in (
            {"method": "initialized", "params": {}},
            {"method": "textDocument/didOpen", "params": {"textDocument": 3}},
            {"method": "lockstep/nothing", "params": {"x": []}},
            {"method": "textDocument/didChange", "params": None},
            {"method": "workspace/didChangeWatchedFiles", "params": {"changes": [{"uri": 1}]}},
            {"id": 4, "method": "textDocument/hover", "params": {"position": "here"}},
            {"id": 5, "method": "workspace/executeCommand", "params": {"command": "rm"}},
            {"id": 6, "method": "workspace/executeCommand", "params": {"arguments": 3}},
            {"id": 7, "method": "lockstep/nothing", "params": None},
        ):
            send(process, message)
        assert process.stdin is not None
        process.stdin.write(b"Content-Length: 5\r\n\r\n{nope")
        answers = iter(lambda: receive(process), None)
        assert next(it for it in answers if it.get("id") == 7)["error"]["code"] == -32601
        published = "textDocument/publishDiagnostics"
        (project / "uv.lock").write_text("version = 2\n", encoding="utf-8")
        published_params = (it["params"] for it in answers if it.get("method") == published)
        assert next(it for it in published_params if it["uri"].endswith("uv.lock"))["diagnostics"]
        assert shut_down(process) == 0


@pytest.mark.asyncio
async def test_cancelled_requests_do_not_disturb_others(tmp_path: Path) -> None:
    project = make_project(tmp_path / "app", "idna-3.10")
    document = lsp.TextDocumentIdentifier((project / "pyproject.toml").as_uri())
    params = lsp.CodeLensParams(document)
    async with editor(project) as it:
        lens = it.client.text_document_code_lens_async
        asking = [asyncio.create_task(lens(params)) for _ in range(20)]
        for number, each in enumerate(asking):
            if number % 2:
                each.cancel()
        await asyncio.gather(*asking, return_exceptions=True)
        await it.until(lambda: it.codes(project / "pyproject.toml"))


@pytest.mark.asyncio
async def test_invalid_settings_are_logged_and_replaced_by_defaults(tmp_path: Path) -> None:
    project = make_project(tmp_path / "app", "idna-3.10")
    async with editor(project, settings={"uvPath": 3, "severity": {"x": "y"}}) as it:
        await it.until(lambda: it.codes(project / "pyproject.toml"))
        await it.until(lambda: len(it.client.log_messages) >= 2)


@pytest.mark.asyncio
async def test_settings_of_the_client_only_are_ignored(tmp_path: Path) -> None:
    project = make_project(tmp_path / "app", "idna-3.10")
    settings = {"onManifestChange": "sync", "notifications": "off", "uvPath": ""}
    async with editor(project, settings=settings) as it:
        await it.until(lambda: it.codes(project / "pyproject.toml"))
        # The answer comes after the settings were read.
        await it.run("sync", project=str(tmp_path))
        assert [each.message for each in it.client.log_messages if "setting" in each.message] == []


@pytest.mark.asyncio
async def test_without_trust_nothing_is_run(tmp_path: Path) -> None:
    """A check looks for a Python if there is no environment; even uv must not be run for that."""
    project = make_project(tmp_path / "app")
    (project / ".venv" / "pyvenv.cfg").unlink()
    async with editor(project, options={"trusted": False}) as it:
        await it.until(lambda: it.codes(project / "pyproject.toml") == ["environment-incomplete"])
        assert it.process.children(recursive=True) == []


# A client that starts the server and is then killed.
CLIENT = """\
import json, subprocess, sys, time
server = subprocess.Popen(sys.argv[1:], stdin=-1, stdout=-1)
params = {"processId": None, "rootUri": None, "capabilities": {}}
message = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params}
content = json.dumps(message).encode()
server.stdin.write(b"Content-Length: %d\\r\\n\\r\\n%b" % (len(content), content))
server.stdin.flush()
server.stdout.readline()
print(server.pid, flush=True)
time.sleep(60)
"""


def test_the_server_ends_when_its_client_dies(tmp_path: Path) -> None:
    project = make_project(tmp_path / "app", "idna-3.10")
    command = (sys.executable, "-c", CLIENT, *COMMAND)
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=project) as client:
        assert client.stdout is not None
        server = psutil.Process(int(client.stdout.readline()))
        client.kill()
    assert have_ended([server])


@pytest.mark.asyncio
@pytest.mark.skipif(sys.platform == "win32", reason="handles are listed by /proc here")
async def test_no_handle_below_an_environment(tmp_path: Path) -> None:
    project = make_project(tmp_path / "app", "idna-3.10")
    manifest = project / "pyproject.toml"
    async with editor(project) as it:
        it.open(manifest)
        for number in range(30):
            it.type(manifest, f"{MANIFEST}# {number}\n")
            await it.until(lambda: it.status is not None)
            assert handles_below(it.process, project) == []
        await it.until(lambda: it.codes(manifest))
        assert handles_below(it.process, project) == []

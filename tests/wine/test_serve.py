"""The language server on Windows, started as an editor does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .sandbox import ISOLATED, SERVE, Sandbox, read_message, request, send, windows
from .test_held import NEW, OLD

pytestmark = pytest.mark.slow


def test_the_server_reports_drift_and_syncs(sandbox: Sandbox) -> None:
    sandbox.make(OLD)
    sandbox.write_manifest(NEW)
    server = sandbox.hold(sandbox.wine.python, *ISOLATED, windows(SERVE), "serve")
    folder = {"uri": _uri(sandbox.root), "name": "project"}
    options = {"trusted": True}
    root: dict[str, Any] = {"processId": None, "rootUri": folder["uri"], "capabilities": {}}
    root |= {"workspaceFolders": [folder], "initializationOptions": options}
    assert request(server, 1, "initialize", root)["serverInfo"]["name"] == "lockstep"
    send(server, method="initialized", params={})
    assert "lockfile-stale" in _codes(_published(server, "pyproject.toml"))
    command = {"command": "lockstep.lockAndSync", "arguments": [windows(sandbox.root)]}
    assert request(server, 2, "workspace/executeCommand", command)["outcome"] == "done"
    request(server, 3, "shutdown", None)
    send(server, method="exit")
    assert server.wait(60) == 0


def _uri(path: Path) -> str:
    return Path("/Z:", *path.parts[1:]).as_uri()


def _published(server: Any, name: str) -> list[dict[str, Any]]:
    """The first non-empty diagnostics of a file with this name."""
    while True:
        message = read_message(server)
        if message.get("method") == "textDocument/publishDiagnostics":
            params = message["params"]
            if params["diagnostics"] and params["uri"].endswith(name):
                found: list[dict[str, Any]] = params["diagnostics"]
                return found


def _codes(diagnostics: list[dict[str, Any]]) -> set[str]:
    return {it["code"] for it in diagnostics}

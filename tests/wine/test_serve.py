"""The language server on Windows, as an editor starts it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .sandbox import ISOLATED, SERVE, Sandbox, ask, read_message, tell, windows
from .test_held import NEW, OLD

pytestmark = pytest.mark.slow


def test_the_server_tells_what_drifts_and_puts_it_right(sandbox: Sandbox) -> None:
    sandbox.make(OLD)
    sandbox.write_manifest(NEW)
    server = sandbox.hold(sandbox.wine.python, *ISOLATED, windows(SERVE), "serve")
    folder = {"uri": _uri(sandbox.root), "name": "project"}
    options = {"trusted": True}
    root: dict[str, Any] = {"processId": None, "rootUri": folder["uri"], "capabilities": {}}
    root |= {"workspaceFolders": [folder], "initializationOptions": options}
    assert ask(server, 1, "initialize", root)["serverInfo"]["name"] == "lockstep"
    tell(server, method="initialized", params={})
    assert "lockfile-stale" in _codes(_published(server, "pyproject.toml"))
    command = {"command": "lockstep.lockAndSync", "arguments": [windows(sandbox.root)]}
    assert ask(server, 2, "workspace/executeCommand", command)["outcome"] == "done"
    ask(server, 3, "shutdown", None)
    tell(server, method="exit")
    assert server.wait(60) == 0


def _uri(path: Path) -> str:
    return Path("/Z:", *path.parts[1:]).as_uri()


def _published(server: Any, name: str) -> list[dict[str, Any]]:
    """The first diagnostics of a file of that name that are any."""
    while True:
        message = read_message(server)
        if message.get("method") == "textDocument/publishDiagnostics":
            params = message["params"]
            if params["diagnostics"] and params["uri"].endswith(name):
                found: list[dict[str, Any]] = params["diagnostics"]
                return found


def _codes(diagnostics: list[dict[str, Any]]) -> set[str]:
    return {it["code"] for it in diagnostics}

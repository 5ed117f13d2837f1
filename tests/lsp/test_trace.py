"""The debug lines of the server, which an editor turns on and off by `$/setTrace`."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from ..bundle.minimal_client import initialize, receive, send, shut_down
from .editor import COMMAND
from .projects import make_project

pytestmark = pytest.mark.slow


def test_debug_lines_are_written_only_while_the_trace_is_verbose(tmp_path: Path) -> None:
    project = make_project(tmp_path / "app", "idna-3.10")
    log = tmp_path / "log"
    with (
        log.open("wb") as errors,
        subprocess.Popen(COMMAND, stdin=-1, stdout=-1, stderr=errors, cwd=project) as process,
    ):
        initialize(process, project)
        send(process, {"method": "initialized", "params": {}})
        answers = iter(lambda: receive(process), None)

        def state_after(number: int, trace: str) -> None:
            """Set the trace, and wait for an answer, after which the trace is in effect."""
            send(process, {"method": "$/setTrace", "params": {"value": trace}})
            send(process, {"id": number, "method": "lockstep/state", "params": None})
            assert next(it for it in answers if it.get("id") == number)

        def lock(text: str) -> None:
            """Change the lockfile, and wait for its diagnostics."""
            (project / "uv.lock").write_text(text, encoding="utf-8")
            change = {"uri": (project / "uv.lock").as_uri(), "type": 2}
            method = "workspace/didChangeWatchedFiles"
            send(process, {"method": method, "params": {"changes": [change]}})
            published = "textDocument/publishDiagnostics"
            told = (it["params"] for it in answers if it.get("method") == published)
            assert next(it for it in told if it["uri"].endswith("uv.lock"))

        state_after(4, "verbose")
        lock("version = 2\n")
        state_after(5, "off")
        written = log.read_text(encoding="utf-8")
        assert " event: PathChanged" in written
        assert " check: " in written
        lock("version = 3\n")
        assert shut_down(process) == 0
    assert log.read_text(encoding="utf-8") == written

"""The progress of a sync on a terminal."""

from __future__ import annotations

import os
import shlex
import signal
from pathlib import Path

import pytest

from ..crash.scenes import snapshot
from ..crash.test_killed import children
from .demo_project import DemoProject, check_as_before
from .sandbox import LOCKSTEP

pytestmark = pytest.mark.slow


def test_a_wait_for_another_installer_is_shown_and_can_be_cancelled(
    demo: DemoProject, tmp_path: Path
) -> None:
    demo.relock("three==2.0", "four==2.0")
    gate, lock = tmp_path / "gate to wait at", demo.environment / ".lock"
    os.mkfifo(gate)
    holds = f'exec 9<>"{lock}"; flock 9; echo here; read _ <"{gate}"'
    demo.hold("sh", "-c", holds, ready=b"here\n")
    before = snapshot(demo.root)
    # Progress is shown on a terminal only; `script` provides one. A line each, to be read at once.
    sync = shlex.join((*LOCKSTEP, "sync", "--verbose"))
    process = demo.start_program("script", "--quiet", "--return", "--command", sync, "/dev/null")
    with process:
        assert process.stdout is not None
        output = iter(process.stdout.readline, "")
        assert any("waiting for another installer" in it for it in output)
        (waiting,) = children(process.pid)[:1]
        os.kill(waiting, signal.SIGINT)
        left = "".join(output)
    assert process.returncode == 130, left
    check_as_before(demo, before)


def test_progress_is_one_line_that_disappears(demo: DemoProject) -> None:
    demo.relock("three==2.0", "four==2.0")
    sync = shlex.join((*LOCKSTEP, "sync"))
    process = demo.start_program("script", "--quiet", "--return", "--command", sync, "/dev/null")
    text, _ = process.communicate()
    assert process.returncode == 0, text
    *shown, rest = text.split("\x1b[K")
    assert any("checking" in it for it in shown)
    assert rest.strip().startswith("Synced demo")
    assert "checking" not in rest

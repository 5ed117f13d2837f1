"""The output of `LOCKSTEP_LOG=debug`; without it nothing is logged."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from lockstep import debug_log

SCRIPT = """\
from lockstep import debug_log
with debug_log.timed("run", "uv sync --index https://me:secret@here/ \\x1b[31m"):
    debug_log.debug("event", "x" * 400)
"""


def lines(value: str) -> list[str]:
    server = str(Path(debug_log.__file__).parents[1])
    done = subprocess.run(
        (sys.executable, "-c", SCRIPT),
        env={"PYTHONPATH": server, "LOCKSTEP_LOG": value},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stderr.splitlines()


def test_a_line_is_short_escaped_and_without_credentials() -> None:
    event, run = lines("debug")
    assert event.endswith("event: " + "x" * 300)
    assert "secret" not in run
    assert "\x1b" not in run
    assert run.endswith(" ms")


@pytest.mark.parametrize("value", ["", "info"])
def test_nothing_is_logged_by_default(value: str) -> None:
    assert lines(value) == []

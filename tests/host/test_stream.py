"""Running an installer with a callback for its lines: its end, and that no child outlives it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest

from lockstep.host.cancellation import CancellationToken
from lockstep.host.run import Output
from lockstep.host.stream import run_streaming, run_until

from ..patience import PATIENCE, have_ended

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="programs are scripts here")


def script(folder: Path, text: str) -> str:
    path = folder / "installer"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


def run_with_lines(
    program: str, folder: Path, cancellation: CancellationToken | None = None
) -> tuple[Output, list[str]]:
    lines: list[str] = []
    variables = {"PATH": os.environ["PATH"]}
    output = run_streaming(
        [program], str(folder), variables, lines.append, cancellation or CancellationToken()
    )
    return output, lines


def test_lines_and_status(tmp_path: Path) -> None:
    output, lines = run_with_lines(
        script(tmp_path, "echo one; echo two >&2; pwd; exit 3"), tmp_path
    )
    assert lines == ["one", "two", str(tmp_path)]
    assert output == Output(3, err="\n".join(lines))


def test_a_signal_is_a_status_too(tmp_path: Path) -> None:
    output, _ = run_with_lines(script(tmp_path, "kill -9 $$"), tmp_path)
    assert output.status == 128 + signal.SIGKILL


def test_a_failed_start_is_reported(tmp_path: Path) -> None:
    output, _ = run_with_lines(str(tmp_path / "nothing"), tmp_path)
    assert output.status == 127
    assert "cannot be run" in output.err


def test_stdin_is_empty(tmp_path: Path) -> None:
    output, lines = run_with_lines(script(tmp_path, "read line; echo \"got '$line'\""), tmp_path)
    assert (output.status, lines) == (0, ["got ''"])


@pytest.mark.slow
def test_cancellation_ends_it_and_its_descendants(tmp_path: Path) -> None:
    cancellation = CancellationToken()
    started: list[psutil.Process] = []

    def on_line(line: str) -> None:
        started.append(psutil.Process(int(line)))
        if len(started) == 2:
            cancellation.set()

    # Both ignore SIGTERM.
    program = script(tmp_path, "trap '' TERM; (trap '' TERM; sleep 60) & echo $!; echo $$; wait")
    output = run_streaming([program], str(tmp_path), dict(os.environ), on_line, cancellation)
    assert output.status != 0
    assert have_ended(started)


def test_a_program_cancelled_before_its_start_never_starts(tmp_path: Path) -> None:
    cancellation = CancellationToken()
    cancellation.set()
    output, _ = run_with_lines(script(tmp_path, "touch ran"), tmp_path, cancellation)
    assert output.status is None
    assert not (tmp_path / "ran").exists()


def test_a_cancellation_between_two_programs_ends_neither(tmp_path: Path) -> None:
    cancellation = CancellationToken()
    run_with_lines(script(tmp_path, "exit 0"), tmp_path, cancellation)
    cancellation.set()
    assert cancellation.is_set


@pytest.mark.slow
def test_it_ends_when_lockstep_is_killed(tmp_path: Path) -> None:
    program = script(tmp_path, "sleep 60 & echo $!; echo $$; wait")
    ours = (
        "import os, sys\n"
        "from lockstep.host.stream import run_streaming\n"
        "from lockstep.host.cancellation import CancellationToken\n"
        "say = lambda line: print(line, flush=True)\n"
        "run_streaming([sys.argv[1]], '.', dict(os.environ), say, CancellationToken())\n"
    )
    server = str(Path(__file__).parents[2] / "server")
    command = (sys.executable, "-c", ours, program)
    variables = {**os.environ, "PYTHONPATH": server}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=variables) as process:
        assert process.stdout is not None
        started = [psutil.Process(int(process.stdout.readline())) for _ in range(2)]
        process.kill()
    assert have_ended(started)


@pytest.mark.parametrize("is_short", [False, True])
def test_stdout_and_stderr_are_separate(tmp_path: Path, *, is_short: bool) -> None:
    program = script(tmp_path, "echo answer; echo warning >&2; pwd -P; exit 3")
    token, folder = CancellationToken(), str(tmp_path.resolve())
    output = run_until([program], folder, dict(os.environ), token, is_short=is_short)
    assert output == (3, f"answer\n{folder}\n", "warning\n")


@pytest.mark.parametrize("is_short", [False, True])
def test_a_run_is_cancelled_with_its_descendants(tmp_path: Path, *, is_short: bool) -> None:
    token, pipe = CancellationToken(), tmp_path / "pipe"
    os.mkfifo(pipe)
    program = script(tmp_path, f"trap '' TERM; sleep 60 & echo $! $$ > '{pipe}'; wait")
    arguments = ([program], str(tmp_path), dict(os.environ), token)
    asking = threading.Thread(target=run_until, args=arguments, kwargs={"is_short": is_short})
    asking.start()
    started = [psutil.Process(int(it)) for it in pipe.read_text().split()]
    token.set()
    asking.join(PATIENCE)
    assert not asking.is_alive()
    assert have_ended(started)


@pytest.mark.skipif(sys.platform != "linux", reason="a variable of the loader of Linux")
def test_a_loader_that_prints_first(tmp_path: Path) -> None:
    """A wrong LD_PRELOAD is reported by each program, also by the death watch."""
    command, token = [script(tmp_path, "echo done")], CancellationToken()
    lines: list[str] = []
    variables = {**os.environ, "LD_PRELOAD": str(tmp_path / "nothing.so")}
    output = run_streaming(command, str(tmp_path), variables, lines.append, token)
    assert output.status == 0
    assert lines[-1] == "done"
    assert all("cannot be preloaded" in it for it in lines[:-1])


@pytest.mark.parametrize("is_short", [False, True])
def test_a_run_of_a_missing_program(tmp_path: Path, *, is_short: bool) -> None:
    command, token = [str(tmp_path / "nothing")], CancellationToken()
    output = run_until(command, str(tmp_path), dict(os.environ), token, is_short=is_short)
    assert output.status != 0
    assert "nothing" in output.err


def test_concurrent_programs_do_not_inherit_each_other_s_pipes(tmp_path: Path) -> None:
    """A program's end must be noticed while another one is still running."""
    cancellation, begun = CancellationToken(), threading.Event()
    program = script(tmp_path, "echo begun; sleep 60")
    arguments = ([program], str(tmp_path), dict(os.environ), lambda _: begun.set(), cancellation)
    waiting = threading.Thread(target=run_streaming, args=arguments)
    waiting.start()
    assert begun.wait(PATIENCE)
    (tmp_path / "other").mkdir()
    output, _ = run_with_lines(script(tmp_path / "other", "exit 0"), tmp_path)
    assert output.status == 0
    cancellation.set()
    waiting.join(PATIENCE)
    assert not waiting.is_alive()

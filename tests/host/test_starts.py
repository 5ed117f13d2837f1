"""Start times of processes equal those of psutil, which journals of earlier versions have."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from lockstep.host.processes import is_alive, own_identity, started


def test_the_start_of_every_process_equals_psutil_s() -> None:
    seen = 0
    for process in psutil.process_iter():
        try:
            expected = process.create_time()
            found = started(process.pid)
            is_there = process.is_running()
        except psutil.Error:
            continue
        if is_there:
            assert found == pytest.approx(expected, abs=0.005), process
            seen += 1
    assert seen


def test_a_name_with_parentheses_and_blanks(tmp_path: Path) -> None:
    program = tmp_path / "a) S 1 (b"
    program.symlink_to(sys.executable)
    with subprocess.Popen([program, "-c", "input()"], stdin=subprocess.PIPE) as process:
        assert started(process.pid) == pytest.approx(psutil.Process(process.pid).create_time())
        process.kill()


def test_the_identity_of_this_process() -> None:
    assert own_identity() == (os.getpid(), psutil.Process().create_time())
    assert is_alive(*own_identity())


@pytest.mark.parametrize("pid", [-1, 0, 2**31 - 1])
def test_a_pid_without_a_process(pid: int) -> None:
    if psutil.pid_exists(pid):
        pytest.skip("some systems have a process 0")
    assert started(pid) == 0.0


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere only psutil tells it")
def test_psutil_is_not_imported() -> None:
    code = "import sys; from lockstep.host.processes import own_identity; own_identity()"
    command = [sys.executable, "-c", f"{code}; sys.exit('psutil' in sys.modules)"]
    variables = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "server")}
    assert subprocess.run(command, check=False, env=variables).returncode == 0

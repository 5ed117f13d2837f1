"""Killed processes: an installer ends with Lockstep, and an interrupted sync is recovered."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from ..patience import PATIENCE
from .handmade_packages import write_wheel
from .sandbox import ISOLATED, SERVE, Sandbox, read_pid, windows, with_our_modules
from .test_held import NEW, OLD, check_done
from .test_obstacles import files_of

pytestmark = pytest.mark.slow

# Starts another process; both print their pids and wait.
_INSTALLER = """
import os, subprocess, sys
stay = "import os, time; print(os.getpid(), flush=True); time.sleep(600)"
if len(sys.argv) == 1:
    subprocess.Popen([sys.executable, __file__, "again"])
exec(stay)
"""
_RUN_INSTALLER = """
import json, os, psutil
from lockstep.host.stream import run_streaming
from lockstep.host.cancellation import CancellationToken

started, cancellation = [], CancellationToken()

def on_line(line):
    print(line, flush=True)
    started.append(psutil.Process(int(line)))
    if len(started) == 2 and {cancels}:
        cancellation.set()

command = [sys.executable, {installer!r}]
result = run_streaming(command, os.getcwd(), dict(os.environ), on_line, cancellation)
_, alive = psutil.wait_procs(started, timeout=20)
print(json.dumps([result.status, len(alive)]))
"""
_COUNT_ALIVE = """
import psutil
alive = [psutil.Process(int(it)) for it in sys.argv[1:] if psutil.pid_exists(int(it))]
print(len(psutil.wait_procs(alive, timeout=20)[1]))
"""
_LOCKING = """
from lockstep.host.own_host import own_host
lock = own_host().take_lock({path!r}, 0.0)
print("held", flush=True)
input()
"""


def journal_of(sandbox: Sandbox) -> Path:
    """The journal of the environment, in the profile of Wine's user."""
    state = sandbox.call_lockstep(
        "lockstep.aside.state_folder", "state_folder", windows(sandbox.environment)
    )
    folder = state.split("'")[1].replace("\\\\", "/")
    return sandbox.wine.prefix / "drive_c" / folder.removeprefix("C:/") / "journal.jsonl"


def has_set_aside(sandbox: Sandbox, journal: Path) -> bool:
    """Files are linked into the aside folder, and no installer has started."""
    return journal.exists() and (sandbox.root / ".lockstep" / "1" / "1").exists()


def has_an_installer(_: Sandbox, journal: Path) -> bool:
    """The journal has the installer's pid."""
    return journal.exists() and b'"installer"' in journal.read_bytes()


def has_installed(sandbox: Sandbox, _: Path) -> bool:
    """The new version is installed but not yet verified."""
    return any(sandbox.site_packages.glob("*-3.0.2.dist-info"))


@pytest.mark.parametrize("is_reached", [has_set_aside, has_an_installer, has_installed])
def test_an_interrupted_sync_is_recovered_by_the_next_command(
    sandbox: Sandbox, is_reached: Callable[[Sandbox, Path], bool]
) -> None:
    """Rolls back, unless everything had been installed."""
    sandbox.make(OLD)
    before = files_of(sandbox.environment)
    read_pid(sandbox.hold_script("import markupsafe._speedups"))
    sandbox.write_manifest(NEW)
    assert sandbox.uv("lock").status == 0
    journal = journal_of(sandbox)
    sync = sandbox.hold(sandbox.wine.python, *ISOLATED, windows(SERVE), "sync")
    while not is_reached(sandbox, journal):
        assert sync.poll() is None, "the sync ended before that point"
    sync.kill()
    sync.wait()
    assert journal.exists(), "the sync ended before it was killed"
    assert sandbox.lockstep("sweep").status in (0, 1)
    assert not journal.exists()
    if is_reached is has_installed and files_of(sandbox.environment) != before:
        assert sandbox.uv("sync", "--check").status == 0
        assert sandbox.lockstep("check", "--files").json["in_step"]
    else:
        assert files_of(sandbox.environment) == before
        check_done(sandbox, sandbox.lockstep("sync"))


def test_a_cancelled_installer_ends_with_its_descendants(sandbox: Sandbox) -> None:
    following = hold_running_installer(sandbox, cancels=True)
    out, _ = following.communicate(timeout=PATIENCE)
    status, alive = json.loads(out.splitlines()[-1])
    assert status != 0
    assert alive == 0


def test_an_installer_ends_with_lockstep(sandbox: Sandbox) -> None:
    following = hold_running_installer(sandbox, cancels=False)
    numbers = [str(read_pid(following)) for _ in range(2)]
    following.kill()
    following.wait()
    result = sandbox.run(sandbox.wine.python, *with_our_modules(_COUNT_ALIVE), *numbers)
    assert result.out.strip() == "0", result.err


def hold_running_installer(sandbox: Sandbox, *, cancels: bool) -> subprocess.Popen[bytes]:
    """Start a Lockstep that runs an installer; with `cancels`, it then cancels it."""
    sandbox.root.mkdir()
    installer = sandbox.root / "installer.py"
    installer.write_text(_INSTALLER)
    script = _RUN_INSTALLER.format(installer=windows(installer), cancels=cancels)
    return sandbox.hold(sandbox.wine.python, *with_our_modules(script))


def test_uv_waits_for_the_lock_that_we_take(sandbox: Sandbox) -> None:
    """uv and Lockstep lock the same bytes of `.lock` in the environment."""
    write_wheel(sandbox.wheels, "small", "1.0", {"small.py": ""})
    sandbox.make()
    script = _LOCKING.format(path=windows(sandbox.environment / ".lock"))
    holder = sandbox.hold(sandbox.wine.python, *with_our_modules(script))
    assert holder.stdout is not None
    assert holder.stdout.readline().strip() == b"held"
    sandbox.write_manifest("small")
    uv = sandbox.hold(sandbox.wine.uv, "-v", "sync", errors=subprocess.PIPE)
    assert uv.stderr is not None
    assert any(b"Waiting to acquire" in line for line in iter(uv.stderr.readline, b""))
    assert uv.poll() is None
    holder.communicate(b"\n")
    uv.communicate()
    assert uv.returncode == 0
    assert (sandbox.site_packages / "small.py").exists()

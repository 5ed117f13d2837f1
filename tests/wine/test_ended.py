"""Ends in the middle: an installer goes with us, and what was cut off is put back."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from .lab import ISOLATED, SERVE, Lab, told_pid, windows, with_our_modules
from .shelf import write_wheel
from .test_held import NEW, OLD, check_done
from .test_obstacles import listed

pytestmark = pytest.mark.slow

# An installer that starts another one; both say their numbers and stay.
_INSTALLER = """
import os, subprocess, sys
stay = "import os, time; print(os.getpid(), flush=True); time.sleep(600)"
if len(sys.argv) == 1:
    subprocess.Popen([sys.executable, __file__, "again"])
exec(stay)
"""
_FOLLOWING = """
import json, os, psutil
from lockstep.host.stream import run_streaming
from lockstep.host.cancellation import CancellationToken

started, cancellation = [], CancellationToken()

def hear(line):
    print(line, flush=True)
    started.append(psutil.Process(int(line)))
    if len(started) == 2 and {halts}:
        cancellation.set()

command = [sys.executable, {installer!r}]
ended = run_streaming(command, os.getcwd(), dict(os.environ), hear, cancellation)
_, there = psutil.wait_procs(started, timeout=20)
print(json.dumps([ended.status, len(there)]))
"""
_GONE = """
import psutil
there = [psutil.Process(int(it)) for it in sys.argv[1:] if psutil.pid_exists(int(it))]
print(len(psutil.wait_procs(there, timeout=20)[1]))
"""
_LOCKING = """
from lockstep.host.own_host import own_host
lock = own_host().take_lock({path!r}, 0.0)
print("held", flush=True)
input()
"""


def journal_of(lab: Lab) -> Path:
    """Where the journal of the lab's environment lies, in the home of Wine's user."""
    state = lab.ours("lockstep.aside.state_folder", "state_folder", windows(lab.environment))
    told = state.split("'")[1].replace("\\\\", "/")
    return lab.wine.prefix / "drive_c" / told.removeprefix("C:/") / "journal.jsonl"


def has_set_aside(lab: Lab, journal: Path) -> bool:
    """Files are linked into the room, and no installer is there yet."""
    return journal.exists() and (lab.root / ".lockstep" / "1" / "1").exists()


def has_an_installer(_: Lab, journal: Path) -> bool:
    """The number of the installer is in the journal."""
    return journal.exists() and b'"installer"' in journal.read_bytes()


def has_installed(lab: Lab, _: Path) -> bool:
    """The new version is there, and nobody has looked at it yet."""
    return any(lab.site_packages.glob("*-3.0.2.dist-info"))


@pytest.mark.parametrize("moment", [has_set_aside, has_an_installer, has_installed])
def test_what_was_cut_off_is_put_back_by_the_next_command(
    lab: Lab, moment: Callable[[Lab, Path], bool]
) -> None:
    """Unless all of it was done in the last moment."""
    lab.make(OLD)
    before = listed(lab.environment)
    told_pid(lab.hold_script("import markupsafe._speedups"))
    lab.depend(NEW)
    assert lab.uv("lock").status == 0
    journal = journal_of(lab)
    sync = lab.hold(lab.wine.python, *ISOLATED, windows(SERVE), "sync")
    while not moment(lab, journal):
        assert sync.poll() is None, "it ended before that moment"
    sync.kill()
    sync.wait()
    assert journal.exists(), "it ended before it was killed"
    assert lab.lockstep("sweep").status in (0, 1)
    assert not journal.exists()
    if moment is has_installed and listed(lab.environment) != before:
        assert lab.uv("sync", "--check").status == 0
        assert lab.lockstep("check", "--files").json["in_step"]
    else:
        assert listed(lab.environment) == before
        check_done(lab, lab.lockstep("sync"))


def test_an_installer_ends_at_a_word_with_what_it_started(lab: Lab) -> None:
    following = hold_following(lab, halts=True)
    out, _ = following.communicate(timeout=60)
    status, there = json.loads(out.splitlines()[-1])
    assert status != 0
    assert there == 0


def test_an_installer_ends_with_us(lab: Lab) -> None:
    following = hold_following(lab, halts=False)
    numbers = [str(told_pid(following)) for _ in range(2)]
    following.kill()
    following.wait()
    ended = lab.run(lab.wine.python, *with_our_modules(_GONE), *numbers)
    assert ended.out.strip() == "0", ended.err


def hold_following(lab: Lab, *, halts: bool) -> subprocess.Popen[bytes]:
    """Lockstep, as it follows an installer."""
    lab.root.mkdir()
    installer = lab.root / "installer.py"
    installer.write_text(_INSTALLER)
    script = _FOLLOWING.format(installer=windows(installer), halts=halts)
    return lab.hold(lab.wine.python, *with_our_modules(script))


def test_uv_waits_for_the_lock_that_we_take(lab: Lab) -> None:
    """Both take the same bytes of `.lock` in the environment."""
    write_wheel(lab.wheels, "small", "1.0", {"small.py": ""})
    lab.make()
    script = _LOCKING.format(path=windows(lab.environment / ".lock"))
    holder = lab.hold(lab.wine.python, *with_our_modules(script))
    assert holder.stdout is not None
    assert holder.stdout.readline().strip() == b"held"
    lab.depend("small")
    uv = lab.hold(lab.wine.uv, "-v", "sync", errors=subprocess.PIPE)
    assert uv.stderr is not None
    assert any(b"Waiting to acquire" in line for line in iter(uv.stderr.readline, b""))
    assert uv.poll() is None
    holder.communicate(b"\n")
    uv.communicate()
    assert uv.returncode == 0
    assert (lab.site_packages / "small.py").exists()

"""Lockstep is killed and its uv runs on: the next command ends that uv, and nobody else."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from lockstep.aside.state_folder import StateFolder, state_folder
from lockstep.errors import Refused
from lockstep.host.posix.host import PosixHost
from lockstep.host.processes import end_tree, started
from lockstep.transaction import guard

from ..crash.scenes import snapshot
from ..crash.test_killed import children
from .home import Home, check_as_before
from .lab import UV

pytestmark = pytest.mark.slow

NEW = ("three==2.0", "four==2.0")
# It leaves its group, and does not listen to the polite signal.
RUNS_ON = '[ "$1" = sync ] || exec "$UV" "$@"; trap "" TERM HUP; exec setsid "$UV" "$@"'


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path)
    yield home
    home.close()


@pytest.fixture
def stalled(home: Home) -> Iterator[subprocess.Popen[str]]:
    """A sync whose uv waits for the index."""
    home.want(*NEW)
    home.index.feel("stalls", r"/three-2.*whl$")
    home.stand_in(RUNS_ON)
    process = home.start("sync")
    home.index.wait_until_asked()
    yield process
    process.kill()
    process.communicate()


def death_watch_and_uv(process: subprocess.Popen[str]) -> tuple[psutil.Process, psutil.Process]:
    death_watch, uv = (psutil.Process(it) for it in children(process.pid)[:2])
    assert Path(uv.exe()).samefile(UV)
    assert os.getsid(uv.pid) == uv.pid, "it has not left the group"
    return death_watch, uv


def kill(death_watch: psutil.Process, process: subprocess.Popen[str]) -> None:
    """Nobody is left who could end the installer."""
    death_watch.kill()
    process.kill()
    assert process.wait() == -signal.SIGKILL


def is_gone(process: psutil.Process) -> bool:
    """Whether it has ended; where nobody reaps it, it is a zombie."""
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def sweep(home: Home) -> None:
    ended = home.lockstep_freely("sweep")
    assert ended.status == 0, ended
    (told,) = ended.json["warnings"]
    assert told == "an interrupted sync was rolled back"


def test_it_ends_with_lockstep_even_where_it_left_the_group(
    home: Home, stalled: subprocess.Popen[str]
) -> None:
    before = snapshot(home.root)
    _, uv = death_watch_and_uv(stalled)
    stalled.kill()
    psutil.wait_procs([uv], timeout=10)
    assert is_gone(uv)
    sweep(home)
    check_as_before(home, before)


def test_a_sync_that_is_killed_while_it_builds_is_rolled_back(home: Home) -> None:
    """One package goes and one comes, of which uv's plan names no version."""
    home.depend("three==1.0", home.stalling_source())
    assert home.freely("lock").status == 0
    before = snapshot(home.root)
    process = home.start("sync")
    with home.gate.open("w"):  # opens when the build has come there
        assert not list(home.site_packages.glob("four-*")), "it is set aside"
        process.kill()
        process.communicate()
    sweep(home)
    check_as_before(home, before)


def test_an_orphan_is_ended_before_anything_else(
    home: Home, stalled: subprocess.Popen[str]
) -> None:
    before = snapshot(home.root)
    death_watch, uv = death_watch_and_uv(stalled)
    kill(death_watch, stalled)
    assert not is_gone(uv)
    sweep(home)
    assert is_gone(uv)
    check_as_before(home, before)


def test_a_number_that_was_given_again_is_never_ended(
    home: Home, stalled: subprocess.Popen[str]
) -> None:
    before = snapshot(home.root)
    death_watch, uv = death_watch_and_uv(stalled)
    journal = Path(state_of(home).journal)
    kill(death_watch, stalled)
    uv.kill()
    somebody = home.hold("cat")
    name_in(journal, somebody.pid, started(somebody.pid) - 60)
    sweep(home)
    assert somebody.poll() is None
    check_as_before(home, before)


def test_somebody_else_with_the_guard_is_never_ended(
    home: Home, stalled: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An orphan's number was given again, and another child of it still has the guard."""
    monkeypatch.setattr(guard, "_ORPHAN_SECONDS", 0.0)
    death_watch, uv = death_watch_and_uv(stalled)
    kill(death_watch, stalled)
    somebody = home.hold("cat")
    state = state_of(home)
    name_in(Path(state.journal), somebody.pid, started(somebody.pid) - 60)
    with pytest.raises(Refused, match="an installer of an earlier sync is still at work"):
        guard.take_guard(PosixHost(), state)
    assert somebody.poll() is None
    assert not is_gone(uv)
    end_tree(uv.pid, started(uv.pid))


def state_of(home: Home) -> StateFolder:
    return state_folder(os.path.realpath(home.environment), str(home.state / "lockstep"))


def name_in(journal: Path, pid: int, since: float) -> None:
    """Let the journal name another process as its installer."""
    lines = [json.loads(it) for it in journal.read_text().splitlines()]
    told = [{**it, "installer": [pid, since]} if "installer" in it else it for it in lines]
    assert told != lines
    journal.write_text("".join(f"{json.dumps(it)}\n" for it in told))

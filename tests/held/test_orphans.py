"""Lockstep is killed and its uv runs on: the next command ends that uv, and no other process."""

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
from ..patience import has_ended, have_ended
from .demo_project import DemoProject, check_as_before
from .sandbox import UV

pytestmark = pytest.mark.slow

NEW = ("three==2.0", "four==2.0")
# uv leaves its process group, and ignores SIGTERM.
RUNS_ON = '[ "$1" = sync ] || exec "$UV" "$@"; trap "" TERM HUP; exec setsid "$UV" "$@"'


@pytest.fixture
def stalled(demo: DemoProject) -> Iterator[subprocess.Popen[str]]:
    """A sync during which uv waits for the index."""
    demo.relock(*NEW)
    demo.index.behave("stalls", r"/three-2.*whl$")
    demo.replace_uv(RUNS_ON)
    process = demo.start("sync")
    demo.index.wait_until_stalled()
    yield process
    process.kill()
    process.communicate()


def death_watch_and_uv(process: subprocess.Popen[str]) -> tuple[psutil.Process, psutil.Process]:
    death_watch, uv = (psutil.Process(it) for it in children(process.pid)[:2])
    assert Path(uv.exe()).samefile(UV)
    assert os.getsid(uv.pid) == uv.pid, "uv did not leave the group"
    return death_watch, uv


def kill(death_watch: psutil.Process, process: subprocess.Popen[str]) -> None:
    """Kill the death watch and Lockstep: no process is left to end the installer."""
    death_watch.kill()
    process.kill()
    assert process.wait() == -signal.SIGKILL


def sweep(demo: DemoProject) -> None:
    result = demo.plain_lockstep("sweep")
    assert result.status == 0, result
    (warning,) = result.json["warnings"]
    assert warning == "an interrupted sync was rolled back"


def test_uv_ends_with_lockstep_even_outside_its_process_group(
    demo: DemoProject, stalled: subprocess.Popen[str]
) -> None:
    before = snapshot(demo.root)
    _, uv = death_watch_and_uv(stalled)
    stalled.kill()
    assert have_ended([uv])
    sweep(demo)
    check_as_before(demo, before)


def test_a_sync_that_is_killed_while_it_builds_is_rolled_back(demo: DemoProject) -> None:
    """A package is removed and one is added, for which uv's plan has no version."""
    demo.write_manifest("three==1.0", demo.stalling_source())
    assert demo.plain_uv("lock").status == 0
    before = snapshot(demo.root)
    process = demo.start("sync")
    with demo.gate.open("w"):  # blocks until the build has started
        assert not list(demo.site_packages.glob("four-*")), "four is set aside"
        process.kill()
        process.communicate()
    sweep(demo)
    check_as_before(demo, before)


def test_an_orphan_is_ended_before_anything_else(
    demo: DemoProject, stalled: subprocess.Popen[str]
) -> None:
    before = snapshot(demo.root)
    death_watch, uv = death_watch_and_uv(stalled)
    kill(death_watch, stalled)
    assert not has_ended(uv)
    sweep(demo)
    assert has_ended(uv)
    check_as_before(demo, before)


def test_a_reused_pid_is_never_ended(demo: DemoProject, stalled: subprocess.Popen[str]) -> None:
    before = snapshot(demo.root)
    death_watch, uv = death_watch_and_uv(stalled)
    journal = Path(state_of(demo).journal)
    kill(death_watch, stalled)
    uv.kill()
    other_process = demo.hold("cat")
    journal_installer(journal, other_process.pid, started(other_process.pid) - 60)
    sweep(demo)
    assert other_process.poll() is None
    check_as_before(demo, before)


def test_another_holder_of_the_guard_is_never_ended(
    demo: DemoProject, stalled: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The orphan's pid was reused, and another child of the orphan still holds the guard."""
    monkeypatch.setattr(guard, "_ORPHAN_SECONDS", 0.0)
    death_watch, uv = death_watch_and_uv(stalled)
    kill(death_watch, stalled)
    other_process = demo.hold("cat")
    state = state_of(demo)
    journal_installer(Path(state.journal), other_process.pid, started(other_process.pid) - 60)
    with pytest.raises(Refused, match="an installer of an earlier sync is still at work"):
        guard.take_guard(PosixHost(), state)
    assert other_process.poll() is None
    assert not has_ended(uv)
    end_tree(uv.pid, started(uv.pid))


def state_of(demo: DemoProject) -> StateFolder:
    return state_folder(os.path.realpath(demo.environment), str(demo.state / "lockstep"))


def journal_installer(journal: Path, pid: int, since: float) -> None:
    """Replace the installer in the journal by another process."""
    lines = [json.loads(it) for it in journal.read_text().splitlines()]
    warning = [{**it, "installer": [pid, since]} if "installer" in it else it for it in lines]
    assert warning != lines
    journal.write_text("".join(f"{json.dumps(it)}\n" for it in warning))

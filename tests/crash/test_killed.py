"""`kill -9` at random times in real syncs with real uv; the seed is printed."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ..held.sandbox import SERVER, UV, Sandbox
from ..sampling import IS_ALL, SEED
from .scenes import Snapshot, snapshot

pytestmark = pytest.mark.slow

ROUNDS = int(os.environ.get("LOCKSTEP_KILLS", "200" if IS_ALL else "20"))
OLD = ("markupsafe==2.1.5", "iniconfig==2.0.0", "pluggy==1.5.0")
_UV_TEMPORARY = re.compile(r"\.tmp\w{6}")
NEW = ("markupsafe==3.0.2", "iniconfig==2.1.0")


@pytest.fixture
def sandbox(tmp_path: Path) -> Sandbox:
    return Sandbox(tmp_path / "killed", Path("no shim"))


def test_a_killed_sync_leaves_the_old_or_the_new(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.make(*OLD)
    age(sandbox.environment)
    sandbox.write_manifest(*NEW)
    before = snapshot(sandbox.root)
    warm_cache(sandbox, tmp_path)
    seconds = time_sync(sandbox, tmp_path)
    after = contents(snapshot(sandbox.root))
    chance = random.Random(SEED)
    print(f"seed {SEED}, {seconds:.2f} s for an undisturbed sync")
    olds = news = 0
    for number in range(ROUNDS):
        reset(sandbox, tmp_path)
        kill_after(sandbox, chance.uniform(0, seconds * 1.1), with_uv=chance.random() < 0.5)
        result = recovered(sandbox)
        assert result.returncode == 0, result.stdout + result.stderr
        found = without_uv_files(snapshot(sandbox.root))
        is_old = without_times(found) == without_times(before)
        assert is_old or contents(found) == after, f"round {number}: {differences(found, before)}"
        assert not (sandbox.root / ".lockstep").exists()
        olds, news = olds + is_old, news + (not is_old)
    print(f"{olds} times the old one, {news} times the new one")
    assert olds


def age(environment: Path) -> None:
    """Set all mtimes to the past, so that files written by a sync differ."""
    for path in environment.rglob("*"):
        if path.is_file() and not path.is_symlink():
            os.utime(path, ns=(1_600_000_000_000_000_000, 1_600_000_000_123_456_789))


def warm_cache(sandbox: Sandbox, folder: Path) -> None:
    """Fill uv's cache, so that no later sync depends on how an index describes its files."""
    other = Sandbox(folder / "warm", Path("no shim"))
    shutil.copytree(sandbox.root, other.root, symlinks=True)
    assert other.plain_uv("sync").status == 0


def time_sync(sandbox: Sandbox, folder: Path) -> float:
    """The seconds of an undisturbed sync; the project before it is kept for the other rounds."""
    shutil.copytree(sandbox.root, folder / "kept", symlinks=True)
    begun = time.monotonic()
    process = start(sandbox)
    assert process.wait() == 0
    return time.monotonic() - begun


def reset(sandbox: Sandbox, folder: Path) -> None:
    shutil.rmtree(sandbox.root)
    shutil.copytree(folder / "kept", sandbox.root, symlinks=True)


def start(sandbox: Sandbox) -> subprocess.Popen[bytes]:
    command = (sys.executable, "-m", "lockstep", "sync", "--lock")
    return subprocess.Popen(
        command, cwd=sandbox.root, env=variables(sandbox), stdout=subprocess.DEVNULL
    )


def variables(sandbox: Sandbox) -> dict[str, str]:
    kept = {name: it for name, it in os.environ.items() if name != "VIRTUAL_ENV"}
    path = f"{UV.parent}{os.pathsep}{kept['PATH']}"
    ours = {"PYTHONPATH": str(SERVER), "PATH": path, "UV_PYTHON_DOWNLOADS": "never"}
    ours["UV_OFFLINE"] = "1"
    return {**kept, **ours, "XDG_STATE_HOME": str(sandbox.state)}


def kill_after(sandbox: Sandbox, seconds: float, *, with_uv: bool) -> None:
    """Kill Lockstep after some time; with `with_uv`, its child processes first."""
    process = start(sandbox)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        if with_uv:
            for child in children(process.pid):
                os.kill(child, signal.SIGKILL)
        process.kill()
        process.wait()


def children(pid: int) -> list[int]:
    """The descendants of a process."""
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    found = [int(it) for it in text.split()]
    return [*found, *(below for it in found for below in children(it))]


def recovered(sandbox: Sandbox) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-m", "lockstep", "sweep")
    return subprocess.run(
        command,
        cwd=sandbox.root,
        env=variables(sandbox),
        capture_output=True,
        text=True,
        check=False,
    )


def without_uv_files(found: Snapshot) -> Snapshot:
    """The snapshot without the temporary file from which uv renames a new lockfile."""
    return {path: facts for path, facts in found.items() if not _UV_TEMPORARY.fullmatch(path)}


def contents(found: Snapshot) -> Snapshot:
    """The snapshot without mtimes, RECORD and uv's cache keys, which differ between installs."""
    return {
        path: (*facts[:2], *facts[3:])
        for path, facts in found.items()
        if not path.endswith("RECORD")
    }


def without_times(found: Snapshot) -> Snapshot:
    """The snapshot without the mtimes of manifest and lockfile, which a rollback rewrites."""
    return {
        path: facts if path.startswith(".venv") else (*facts[:2], *facts[3:])
        for path, facts in found.items()
    }


def differences(found: Snapshot, expected: Snapshot) -> str:
    paths = sorted({*found, *expected})
    return "\n".join(it for it in paths if found.get(it) != expected.get(it))

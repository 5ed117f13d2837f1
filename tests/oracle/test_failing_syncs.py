"""Failing syncs in many states of settings and environments: nothing changes on disk.

The states are those of `test_actions`; whether a check expects uv's action correctly must make no
difference to the files afterwards. The sync fails because its only package is not available: there
is no network, and uv's cache is empty.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from ..crash.scenes import Snapshot, snapshot
from ..sampling import is_chosen
from .actions.state import Bench, StateOnDisk, make
from .machine import run
from .test_actions import PARTS, bench

__all__ = ["bench"]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the states are those of Linux"),
]

EVERY = 6
FEWEST = 60
SERVER = Path(__file__).parents[2] / "server"
LOCKED = """
[[package]]
name = "absent"
version = "1.0"
source = { registry = "http://127.0.0.1:9/simple" }
wheels = [
    { url = "http://127.0.0.1:9/absent-1.0-py3-none-any.whl", hash = "sha256:00", size = 1 },
]
"""


def depend_on_missing_package(made: StateOnDisk) -> None:
    """Make the project depend on a package that is in no cache and no index."""
    manifest, lockfile = made.folder / "pyproject.toml", made.folder / "uv.lock"
    text = manifest.read_text(encoding="utf-8")
    dependent = text.replace("\n[", '\ndependencies = ["absent"]\n[', 1)
    if dependent == text or not text.startswith("[project]"):
        dependent = text.replace("[project]\n", '[project]\ndependencies = ["absent"]\n', 1)
    manifest.write_text(dependent, encoding="utf-8", newline="\n")
    pins = lockfile.read_text(encoding="utf-8")
    pins = pins.replace("[[package]]", f"{LOCKED.lstrip()}\n[[package]]", 1)
    edge = 'source = { virtual = "." }\ndependencies = [\n    { name = "absent" },\n]\n'
    pins = pins.replace('source = { virtual = "." }\n', edge)
    lockfile.write_text(pins.replace("00", "0" * 64), encoding="utf-8", newline="\n")


def sync(made: StateOnDisk) -> tuple[int, str]:
    """The exit status and the output of a sync."""
    command = [sys.executable, "-m", "lockstep", "sync", "--frozen", "--format", "json"]
    variables = {**made.variables, "PYTHONPATH": str(SERVER)}
    variables["XDG_STATE_HOME"] = str(made.folder.parent / "state")
    ran = run(command, made.folder, variables)
    return ran.status, ran.stdout + ran.stderr


def differences(before: Snapshot, after: Snapshot) -> list[str]:
    """The changed paths, apart from Lockstep's state and uv's locks."""
    changed = {it for it in {*before, *after} if before.get(it) != after.get(it)}
    return sorted(it for it in changed if Path(it).parts[0] != "state" and Path(it).name != ".lock")


CHANGED_BY_UV = {
    "UV_PREVIEW=1: a file that leads to the cache": "uv makes it a link to the same folder",
}


def test_nothing_changes(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    every = [it for part in PARTS.values() for it in part][::EVERY]
    assert len(every) >= FEWEST
    states = [it for it in every if is_chosen(it.name, 3)]
    wrong: list[str] = []
    ends: dict[str, int] = {}
    for number, state in enumerate(states, 9000):
        made = make(bench, state, number)
        depend_on_missing_package(made)
        if made.environment.is_dir():
            (made.environment / "notes.txt").write_text("mine")
        before = snapshot(made.folder.parent)
        status, output = sync(made)
        changed = differences(before, snapshot(made.folder.parent))
        outcome = json.loads(output)["outcome"] if output.startswith("{") else output
        ends[outcome] = ends.get(outcome, 0) + 1
        is_known = state.name in CHANGED_BY_UV
        if status == 0 or (changed and not is_known) or outcome not in ("restored", "refused"):
            wrong.append(f"{state.name}: {status}, {outcome}: {changed[:5]}")
    with capsys.disabled():
        print(f"\nfailing syncs: {len(states)} states, {ends}")
    assert not wrong, "\n".join(wrong)

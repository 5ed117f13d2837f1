"""User data is never touched, whatever a RECORD, a link or a cloned repository contains."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lockstep.aside.state_folder import state_folder
from lockstep.host.posix.host import PosixHost
from lockstep.host.processes import own_identity

from ..crash.scenes import snapshot
from ..crash.test_killed import start
from ..skips import skip_unless_ci
from .sandbox import Sandbox
from .wheel_project import demo, lockstep, wheels

__all__ = ["demo", "wheels"]
pytestmark = pytest.mark.slow


def test_a_record_that_names_files_outside(demo: Sandbox, tmp_path: Path) -> None:
    demo.make("one", "three")
    data = tmp_path / "data"
    data.write_text("precious")
    (dist_info,) = demo.site_packages.glob("one-*.dist-info")
    way = os.path.relpath(data, demo.site_packages)
    with (dist_info / "RECORD").open("a") as record:
        record.write(f"{way},,\n{data},,\n")
    lockstep(demo, "remove", "one")
    assert data.read_text() == "precious"


def test_a_planted_aside_folder_is_not_deleted(demo: Sandbox) -> None:
    demo.make("three==1.0")
    planted = demo.root / ".lockstep" / "1" / "2"
    planted.mkdir(parents=True)
    (planted / "precious").write_text("mine")
    demo.write_manifest("three==2.0")
    lockstep(demo, "sync", "--lock")
    lockstep(demo, "sweep")
    assert (planted / "precious").read_text() == "mine"


def test_a_planted_link_in_place_of_the_aside_folder(demo: Sandbox, tmp_path: Path) -> None:
    demo.make("three==1.0")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (demo.root / ".lockstep").symlink_to(elsewhere)
    demo.write_manifest("three==2.0")
    lockstep(demo, "sync", "--lock")
    assert list(elsewhere.iterdir()) == []


def test_a_folder_that_is_no_environment_is_not_touched(demo: Sandbox) -> None:
    demo.make("three==1.0")
    (demo.environment).rename(demo.root / "away")
    demo.environment.mkdir()
    (demo.environment / "thesis.txt").write_text("mine")
    for command in ("sync", "recreate", "delete"):
        assert "not a Python environment" in lockstep(demo, command, status=2)
    assert (demo.environment / "thesis.txt").read_text() == "mine"


def test_a_file_shared_by_two_packages_is_kept_for_the_remaining_one(demo: Sandbox) -> None:
    demo.make("one", "two")
    demo.write_manifest("two")
    lockstep(demo, "sync", "--lock")
    assert (demo.site_packages / "joint/both.py").read_text() == "of both"
    assert demo.plain_lockstep("check", "--files").status == 0


@pytest.mark.parametrize("wanted", ["three==2.0", "one"])
def test_all_files_of_a_duplicate_package_are_removed(demo: Sandbox, wanted: str) -> None:
    demo.make("three==1.0", "one")
    (old,) = demo.site_packages.glob("three-*.dist-info")
    away = demo.root / old.name
    old.rename(away)
    demo.write_manifest("three==2.0", "one")
    lockstep(demo, "sync", "--lock")
    away.rename(old)
    (demo.site_packages / "parts" / "old.py").write_text("of 1.0")
    with (old / "RECORD").open("a") as record:
        record.write("parts/old.py,,\n")
    demo.write_manifest("one", wanted)
    lockstep(demo, "sync", "--lock")
    assert not (demo.site_packages / "parts" / "old.py").exists()
    assert (demo.site_packages / "parts").exists() == (wanted != "one")
    assert len([*demo.site_packages.glob("three-*")]) == (wanted != "one")


@pytest.mark.parametrize("wanted", ["three==2.0", "one"])
@pytest.mark.parametrize("name", [".DS_Store", "notes/mine.txt", "licenses/.DS_Store"])
def test_user_files_in_removed_metadata(demo: Sandbox, wanted: str, name: str) -> None:
    demo.make("three==1.0", "one")
    (old,) = demo.site_packages.glob("three-*.dist-info")
    (old / "licenses").mkdir()
    (old / "licenses" / "LICENSE").write_text("")
    with (old / "RECORD").open("a") as record:
        record.write(f"{old.name}/licenses/LICENSE,,\n")
    (old / name).parent.mkdir(exist_ok=True)
    (old / name).write_text("mine")
    before = snapshot(demo.environment)
    demo.write_manifest("one", wanted)
    demo.replace_uv('[ "$1" = sync ] && exit 1; exec "$UV" "$@"')
    lockstep(demo, "sync", "--lock", status=1)
    assert snapshot(demo.environment) == before
    demo.replace_uv('exec "$UV" "$@"')
    lockstep(demo, "sync", "--lock")
    assert not old.exists()
    assert demo.plain_uv("sync", "--check").status == 0


@pytest.mark.parametrize("name", ["old", "three"])
def test_legacy_metadata_that_names_no_file(demo: Sandbox, name: str) -> None:
    demo.make("three==1.0")
    egg = demo.site_packages / f"{name}-0.5-py3.egg-info"
    egg.mkdir()
    (egg / "PKG-INFO").write_text(f"Metadata-Version: 1.0\nName: {name}\nVersion: 0.5\n")
    lockstep(demo, "sync")
    assert not egg.exists()
    assert demo.plain_uv("sync", "--check").status == 0


def test_two_syncs_at_once(demo: Sandbox) -> None:
    demo.make("three==1.0")
    demo.write_manifest("three==2.0")
    state = state_folder(os.path.realpath(demo.environment), str(demo.state / "lockstep"))
    (Path(state.path) / "owner.json").write_text(json.dumps(own_identity()))
    guard = PosixHost().take_lock(state.guard, 0)
    assert guard
    message = lockstep(demo, "sync", "--lock", status=2)
    assert f"another sync (pid {os.getpid()}) is at work" in message
    guard.release()
    lockstep(demo, "sync", "--lock")


def test_ctrl_c_is_rolled_back(demo: Sandbox) -> None:
    demo.make("three==1.0")
    gate = demo.root.parent / "gate"
    os.mkfifo(gate)
    source = demo.root.parent / "slow"
    source.mkdir()
    (source / "backend.py").write_text(f"open({str(gate)!r}).read()\nraise SystemExit('never')\n")
    (source / "pyproject.toml").write_text(
        '[project]\nname = "slow"\nversion = "1"\n'
        '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
    )
    demo.write_manifest("three==2.0", f"slow @ {source.as_uri()}")
    before = snapshot(demo.root)
    process = start(demo)
    with gate.open("w"):  # blocks until the build has started
        process.send_signal(signal.SIGINT)
        assert process.wait() == 130
    after = {path: facts for path, facts in snapshot(demo.root).items() if path != "uv.lock"}
    assert after == {path: facts for path, facts in before.items() if path != "uv.lock"}


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="mounting needs root")
def test_a_full_disk(demo: Sandbox) -> None:
    demo.root.mkdir(parents=True)
    mount = ("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(demo.root))
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        skip_unless_ci("this machine mounts nothing: A FULL DISK WAS NOT TESTED")
    try:
        demo.make("three==1.0")
        before = snapshot(demo.root)
        filler = demo.root / "filler"
        with filler.open("wb") as file:
            file.write(b"x" * (os.statvfs(demo.root).f_bavail * os.statvfs(demo.root).f_frsize))
        demo.plain_lockstep("recreate")
        filler.unlink()
        lockstep(demo, "sweep")
        assert snapshot(demo.root) == before
    finally:
        subprocess.run(("umount", "-l", str(demo.root)), check=True)


def test_a_sync_in_step_restores_missing_files_of_a_package(demo: Sandbox) -> None:
    demo.make("three==1.0")
    part = demo.site_packages / "parts/a.py"
    part.unlink()
    lockstep(demo, "sync")
    assert part.read_text() == "1.0"


def test_findings_from_before_do_not_fail_a_sync(demo: Sandbox) -> None:
    """A leftover of pip, a strict severity for it, and a group that is not in the lockfile."""
    demo.make("three==1.0")
    leftover = demo.site_packages / "~hree"
    leftover.mkdir()
    demo.manifest_tail += '\n[tool.lockstep.severity]\nremoval-leftover = "error"\n'
    demo.manifest_tail += '\n[dependency-groups]\nlater = ["one"]\n'
    demo.write_manifest("three==2.0")
    lockstep(demo, "sync", "--lock")
    assert (demo.site_packages / "parts/a.py").read_text() == "2.0"
    assert leftover.is_dir()
    codes = {it["code"] for it in demo.plain_lockstep("check").json["findings"]}
    assert codes == {"removal-leftover"}


def test_a_new_environment_has_pinned_packages_only(demo: Sandbox) -> None:
    demo.make("one", "three==1.0")
    demo.write_manifest("three==1.0")
    assert demo.plain_uv("lock").status == 0
    message = lockstep(demo, "recreate")
    assert message == "Recreated the environment of demo: 1 package changed"
    assert demo.plain_uv("pip", "freeze").out == "three==1.0\n"

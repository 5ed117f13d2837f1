"""Nobody's data is touched, whatever a RECORD, a link or a cloned repository says."""

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
from ..untested import untested
from .lab import Lab
from .shelf import home, lockstep, shelf

__all__ = ["home", "shelf"]
pytestmark = pytest.mark.slow


def test_a_record_that_names_files_outside(home: Lab, tmp_path: Path) -> None:
    home.make("one", "three")
    data = tmp_path / "data"
    data.write_text("precious")
    (dist_info,) = home.site_packages.glob("one-*.dist-info")
    way = os.path.relpath(data, home.site_packages)
    with (dist_info / "RECORD").open("a") as record:
        record.write(f"{way},,\n{data},,\n")
    lockstep(home, "remove", "one")
    assert data.read_text() == "precious"


def test_a_planted_aside_folder_is_nobody_s_to_delete(home: Lab) -> None:
    home.make("three==1.0")
    planted = home.root / ".lockstep" / "1" / "2"
    planted.mkdir(parents=True)
    (planted / "precious").write_text("mine")
    home.depend("three==2.0")
    lockstep(home, "sync", "--lock")
    lockstep(home, "sweep")
    assert (planted / "precious").read_text() == "mine"


def test_a_planted_link_in_the_place_of_the_aside_folder(home: Lab, tmp_path: Path) -> None:
    home.make("three==1.0")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (home.root / ".lockstep").symlink_to(elsewhere)
    home.depend("three==2.0")
    lockstep(home, "sync", "--lock")
    assert list(elsewhere.iterdir()) == []


def test_a_folder_that_is_no_environment_is_left_alone(home: Lab) -> None:
    home.make("three==1.0")
    (home.environment).rename(home.root / "away")
    home.environment.mkdir()
    (home.environment / "thesis.txt").write_text("mine")
    for command in ("sync", "recreate", "delete"):
        assert "not a Python environment" in lockstep(home, command, status=2)
    assert (home.environment / "thesis.txt").read_text() == "mine"


def test_a_file_that_two_packages_share_stays_for_the_other(home: Lab) -> None:
    home.make("one", "two")
    home.depend("two")
    lockstep(home, "sync", "--lock")
    assert (home.site_packages / "joint/both.py").read_text() == "of both"
    assert home.lockstep_freely("check", "--files").status == 0


@pytest.mark.parametrize("wanted", ["three==2.0", "one"])
def test_of_what_is_there_twice_no_file_is_left(home: Lab, wanted: str) -> None:
    home.make("three==1.0", "one")
    (old,) = home.site_packages.glob("three-*.dist-info")
    away = home.root / old.name
    old.rename(away)
    home.depend("three==2.0", "one")
    lockstep(home, "sync", "--lock")
    away.rename(old)
    (home.site_packages / "parts" / "old.py").write_text("of 1.0")
    with (old / "RECORD").open("a") as record:
        record.write("parts/old.py,,\n")
    home.depend("one", wanted)
    lockstep(home, "sync", "--lock")
    assert not (home.site_packages / "parts" / "old.py").exists()
    assert (home.site_packages / "parts").exists() == (wanted != "one")
    assert len([*home.site_packages.glob("three-*")]) == (wanted != "one")


@pytest.mark.parametrize("wanted", ["three==2.0", "one"])
@pytest.mark.parametrize("name", [".DS_Store", "notes/mine.txt", "licenses/.DS_Store"])
def test_what_somebody_put_into_metadata_that_goes(home: Lab, wanted: str, name: str) -> None:
    home.make("three==1.0", "one")
    (old,) = home.site_packages.glob("three-*.dist-info")
    (old / "licenses").mkdir()
    (old / "licenses" / "LICENSE").write_text("")
    with (old / "RECORD").open("a") as record:
        record.write(f"{old.name}/licenses/LICENSE,,\n")
    (old / name).parent.mkdir(exist_ok=True)
    (old / name).write_text("mine")
    before = snapshot(home.environment)
    home.depend("one", wanted)
    home.stand_in('[ "$1" = sync ] && exit 1; exec "$UV" "$@"')
    lockstep(home, "sync", "--lock", status=1)
    assert snapshot(home.environment) == before
    home.stand_in('exec "$UV" "$@"')
    lockstep(home, "sync", "--lock")
    assert not old.exists()
    assert home.freely("sync", "--check").status == 0


@pytest.mark.parametrize("name", ["old", "three"])
def test_an_old_form_of_metadata_that_names_no_file(home: Lab, name: str) -> None:
    home.make("three==1.0")
    egg = home.site_packages / f"{name}-0.5-py3.egg-info"
    egg.mkdir()
    (egg / "PKG-INFO").write_text(f"Metadata-Version: 1.0\nName: {name}\nVersion: 0.5\n")
    lockstep(home, "sync")
    assert not egg.exists()
    assert home.freely("sync", "--check").status == 0


def test_two_syncs_at_once(home: Lab) -> None:
    home.make("three==1.0")
    home.depend("three==2.0")
    state = state_folder(os.path.realpath(home.environment), str(home.state / "lockstep"))
    (Path(state.path) / "owner.json").write_text(json.dumps(own_identity()))
    guard = PosixHost().take_lock(state.guard, 0)
    assert guard
    message = lockstep(home, "sync", "--lock", status=2)
    assert f"another sync (pid {os.getpid()}) is at work" in message
    guard.release()
    lockstep(home, "sync", "--lock")


def test_ctrl_c_leaves_everything_as_it_was(home: Lab) -> None:
    home.make("three==1.0")
    gate = home.root.parent / "gate"
    os.mkfifo(gate)
    source = home.root.parent / "slow"
    source.mkdir()
    (source / "backend.py").write_text(f"open({str(gate)!r}).read()\nraise SystemExit('never')\n")
    (source / "pyproject.toml").write_text(
        '[project]\nname = "slow"\nversion = "1"\n'
        '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
    )
    home.depend("three==2.0", f"slow @ {source.as_uri()}")
    before = snapshot(home.root)
    process = start(home)
    with gate.open("w"):  # opens when the build has come there
        process.send_signal(signal.SIGINT)
        assert process.wait() == 130
    after = {path: facts for path, facts in snapshot(home.root).items() if path != "uv.lock"}
    assert after == {path: facts for path, facts in before.items() if path != "uv.lock"}


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="mounting needs root")
def test_a_full_disk(home: Lab) -> None:
    home.root.mkdir(parents=True)
    mount = ("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(home.root))
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        untested("this machine mounts nothing: A FULL DISK WAS NOT TESTED")
    try:
        home.make("three==1.0")
        before = snapshot(home.root)
        filler = home.root / "filler"
        with filler.open("wb") as file:
            file.write(b"x" * (os.statvfs(home.root).f_bavail * os.statvfs(home.root).f_frsize))
        home.lockstep_freely("recreate")
        filler.unlink()
        lockstep(home, "sweep")
        assert snapshot(home.root) == before
    finally:
        subprocess.run(("umount", "-l", str(home.root)), check=True)


def test_a_sync_in_step_puts_back_what_is_gone_of_an_installed_package(home: Lab) -> None:
    home.make("three==1.0")
    part = home.site_packages / "parts/a.py"
    part.unlink()
    lockstep(home, "sync")
    assert part.read_text() == "1.0"


def test_findings_that_stood_before_fail_no_sync(home: Lab) -> None:
    """What an earlier pip left behind, a strict severity for it, a group that nobody has pinned."""
    home.make("three==1.0")
    leftover = home.site_packages / "~hree"
    leftover.mkdir()
    home.more += '\n[tool.lockstep.severity]\nremoval-leftover = "error"\n'
    home.more += '\n[dependency-groups]\nlater = ["one"]\n'
    home.depend("three==2.0")
    lockstep(home, "sync", "--lock")
    assert (home.site_packages / "parts/a.py").read_text() == "2.0"
    assert leftover.is_dir()
    codes = {it["code"] for it in home.lockstep_freely("check").json["findings"]}
    assert codes == {"removal-leftover"}


def test_what_is_not_pinned_is_not_in_a_new_environment(home: Lab) -> None:
    home.make("one", "three==1.0")
    home.depend("three==1.0")
    assert home.freely("lock").status == 0
    message = lockstep(home, "recreate")
    assert message == "Recreated the environment of demo: 1 package changed"
    assert home.freely("pip", "freeze").out == "three==1.0\n"

"""An environment that is a volume of its own, as in dev containers: its folder never moves."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lockstep.host.mounts import is_mount_point

from ..crash.scenes import snapshot
from ..crash.test_killed import age
from ..oracle.machine import pythons
from ..untested import untested
from .home import Home, check_as_before, check_ended
from .put_back import NEW, check_nothing_is_left, check_put_back
from .test_orphans import sweep

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="mounting needs root"),
]


@pytest.fixture(params=["a volume", "a folder of the same disk"])
def home(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Home]:
    home = Home(tmp_path)
    shutil.rmtree(home.environment)
    home.environment.mkdir()
    (tmp_path / "elsewhere").mkdir()
    of_a_volume = ("-t", "tmpfs", "tmpfs")
    kind = of_a_volume if request.param == "a volume" else ("--bind", str(tmp_path / "elsewhere"))
    mount = ("mount", *kind, str(home.environment))
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        home.close()
        untested("this machine mounts nothing: NO VOLUME WAS TESTED")
    try:
        assert home.freely("sync", "--frozen", "--python", sys.executable).status == 0
        age(home.environment)
        yield home
    finally:
        home.close()
        subprocess.run(("umount", "-l", str(home.environment)), check=True)


def check_new(home: Home) -> None:
    """The new environment is there, on its volume, and nothing is set aside."""
    assert is_mount_point(str(home.environment))
    check_nothing_is_left(home)


def test_packages_change(home: Home) -> None:
    home.want(*NEW)
    check_ended(home.lockstep_freely("sync"), 0, "done", "Synced demo: 2 packages changed")
    check_new(home)


@pytest.mark.parametrize("through_a_link", [False, True], ids=["itself", "through a link"])
def test_it_is_made_anew(home: Home, tmp_path: Path, *, through_a_link: bool) -> None:
    home.want(*NEW)
    if through_a_link:
        home.variables["UV_PROJECT_ENVIRONMENT"] = str(tmp_path / "link")
        (tmp_path / "link").symlink_to(home.environment)
    (home.environment / "mine.txt").write_text("of the old one")
    ended = home.lockstep_freely("recreate")
    check_ended(ended, 0, "done", "Recreated the environment of demo")
    assert not (home.environment / "mine.txt").exists()
    check_new(home)


def test_it_is_replaced_where_it_is_in_pieces(home: Home) -> None:
    home.want(*NEW)
    (home.environment / "pyvenv.cfg").unlink()
    check_ended(home.lockstep_freely("sync"), 0, "done")
    check_new(home)


def test_it_is_put_back(home: Home) -> None:
    check_put_back(home, "sync", "recreate")


@pytest.mark.parametrize("command", ["sync", "recreate"])
def test_it_is_put_back_after_a_crash(home: Home, command: str) -> None:
    home.want(*NEW)
    home.index.feel("stalls", r"/three-2.*whl$")
    before = snapshot(home.root)
    process = home.start(command)
    home.index.wait_until_asked()
    assert (home.environment / ".lockstep").is_dir()
    process.kill()
    process.communicate()
    sweep(home)
    check_as_before(home, before)
    assert not (home.environment / ".lockstep").exists()


def test_it_is_deleted_and_the_mount_point_stays(home: Home) -> None:
    ended = home.lockstep_freely("delete")
    words = "Deleted everything in ", "; the folder itself stays: it is a mount point"
    check_ended(ended, 0, "done", *words)
    assert ended.json["not_deleted"] == []
    assert is_mount_point(str(home.environment))
    assert list(home.environment.iterdir()) == []
    home.want(*NEW)
    check_ended(home.lockstep_freely("sync"), 0, "done")
    check_new(home)


def test_uv_never_empties_the_folder_in_which_the_old_one_is_kept(home: Home) -> None:
    """It would, if it does not accept the environment that it has made."""
    home.want(*NEW)
    (home.root / ".python-version").write_text("3.11\n")
    other = str(pythons()["3.12"])
    makes = f'"$UV" venv --allow-existing --python "{other}" -- "{home.environment}"'
    home.stand_in(f'[ "$1" = venv ] && exec {makes}; exec "$UV" "$@"')
    before = snapshot(home.root)
    check_ended(
        home.lockstep_freely("recreate"),
        1,
        "restored",
        "does not accept the environment that it has made",
    )
    check_as_before(home, before)

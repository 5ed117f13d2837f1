"""An environment in a project of its own on XFS, so that renames out of it are refused.

`rename` and `link` fail with EXDEV where the target folder hands down another project number
(xfs(5), "project quotas"), although it is one mount with one device number. Quotas themselves are
not needed for that.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..crash.test_killed import age
from ..untested import untested
from .home import Home, check_ended
from .put_back import (
    NEW,
    check_nothing_is_left,
    check_put_back,
    check_put_back_after_a_crash,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="mounting needs root"),
]

# The smallest XFS that is made.
DISK = 320 << 20


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """The folder of a new XFS."""
    image, folder = tmp_path / "image", tmp_path / "disk"
    folder.mkdir()
    with image.open("wb") as file:
        file.truncate(DISK)
    if not shutil.which("mkfs.xfs") or not _does("mkfs.xfs", "-q", str(image)):
        untested("mkfs.xfs is not here (xfsprogs): NO PROJECT WAS TESTED")
    if not _does("mount", "-o", "loop", str(image), str(folder)):
        untested("this machine mounts no XFS: NO PROJECT WAS TESTED")
    try:
        yield folder
    finally:
        subprocess.run(("umount", "-l", str(folder)), check=True)


@pytest.fixture
def home(disk: Path) -> Iterator[Home]:
    home = Home(disk)
    shutil.rmtree(home.environment)
    assert _does("xfs_io", "-c", "chproj 7", "-c", "chattr +P", str(home.root))
    home.environment.mkdir()
    assert _does("xfs_io", "-c", "chproj 8", "-c", "chattr +P", str(home.environment))
    try:
        assert home.freely("sync", "--frozen", "--python", sys.executable).status == 0
        age(home.environment)
        yield home
    finally:
        home.close()


def _does(*command: str) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def test_a_rename_is_refused(home: Home) -> None:
    """The kernel does what this file is about."""
    (home.environment / "file").touch()
    with pytest.raises(OSError, match="cross-device"):
        (home.environment / "file").rename(home.root / "file")


def test_packages_change(home: Home) -> None:
    home.want(*NEW)
    check_ended(home.lockstep_freely("sync"), 0, "done", "Synced demo: 2 packages changed")
    check_nothing_is_left(home)


def test_it_is_made_anew(home: Home) -> None:
    home.want(*NEW)
    (home.environment / "mine.txt").write_text("of the old one")
    check_ended(home.lockstep_freely("recreate"), 0, "done", "Recreated the environment of demo")
    assert not (home.environment / "mine.txt").exists()
    check_nothing_is_left(home)


def test_it_is_replaced_where_it_is_in_pieces(home: Home) -> None:
    home.want(*NEW)
    (home.environment / "pyvenv.cfg").unlink()
    check_ended(home.lockstep_freely("sync"), 0, "done")
    check_nothing_is_left(home)


def test_it_is_put_back(home: Home) -> None:
    check_put_back(home, "sync", "recreate")


@pytest.mark.parametrize("command", ["sync", "recreate"])
def test_it_is_put_back_after_a_crash(home: Home, command: str) -> None:
    check_put_back_after_a_crash(home, command)


def test_it_is_deleted(home: Home) -> None:
    check_ended(home.lockstep_freely("delete"), 0, "done", "Deleted")
    assert not home.environment.exists()


def test_a_broken_package_is_repaired(home: Home) -> None:
    (record,) = home.site_packages.glob("three-*.dist-info/RECORD")
    record.write_text("")
    check_ended(home.lockstep_freely("repair"), 0, "done")
    check_nothing_is_left(home)

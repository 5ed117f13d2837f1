"""An environment with its own XFS project id, so that renames out of it are refused.

`rename` and `link` fail with EXDEV where the target folder inherits another project id
(xfs(5), "project quotas"), although both are on one mount with one device number. Quotas
themselves need not be enabled.
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
from ..skips import skip_unless_ci
from .demo_project import DemoProject, check_result
from .rollback_checks import (
    NEW,
    check_clean,
    check_recovered_after_kill,
    check_rolled_back,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="mounting needs root"),
]

# The smallest size that mkfs.xfs accepts.
DISK = 320 << 20


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """The root folder of a new XFS file system."""
    image, folder = tmp_path / "image", tmp_path / "disk"
    folder.mkdir()
    with image.open("wb") as file:
        file.truncate(DISK)
    if not shutil.which("mkfs.xfs") or not _does("mkfs.xfs", "-q", str(image)):
        skip_unless_ci("mkfs.xfs is not here (xfsprogs): NO PROJECT WAS TESTED")
    if not _does("mount", "-o", "loop", str(image), str(folder)):
        skip_unless_ci("this machine mounts no XFS: NO PROJECT WAS TESTED")
    try:
        yield folder
    finally:
        subprocess.run(("umount", "-l", str(folder)), check=True)


@pytest.fixture
def demo(disk: Path) -> Iterator[DemoProject]:
    demo = DemoProject(disk)
    shutil.rmtree(demo.environment)
    assert _does("xfs_io", "-c", "chproj 7", "-c", "chattr +P", str(demo.root))
    demo.environment.mkdir()
    assert _does("xfs_io", "-c", "chproj 8", "-c", "chattr +P", str(demo.environment))
    try:
        assert demo.plain_uv("sync", "--frozen", "--python", sys.executable).status == 0
        age(demo.environment)
        yield demo
    finally:
        demo.close()


def _does(*command: str) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def test_a_rename_is_refused(demo: DemoProject) -> None:
    """Check that the kernel refuses the rename that these tests are about."""
    (demo.environment / "file").touch()
    with pytest.raises(OSError, match="cross-device"):
        (demo.environment / "file").rename(demo.root / "file")


def test_packages_change(demo: DemoProject) -> None:
    demo.relock(*NEW)
    check_result(demo.plain_lockstep("sync"), 0, "done", "Synced demo: 2 packages changed")
    check_clean(demo)


def test_the_environment_is_recreated(demo: DemoProject) -> None:
    demo.relock(*NEW)
    (demo.environment / "mine.txt").write_text("of the old one")
    check_result(demo.plain_lockstep("recreate"), 0, "done", "Recreated the environment of demo")
    assert not (demo.environment / "mine.txt").exists()
    check_clean(demo)


def test_an_incomplete_environment_is_replaced(demo: DemoProject) -> None:
    demo.relock(*NEW)
    (demo.environment / "pyvenv.cfg").unlink()
    check_result(demo.plain_lockstep("sync"), 0, "done")
    check_clean(demo)


def test_a_failure_is_rolled_back(demo: DemoProject) -> None:
    check_rolled_back(demo, "sync", "recreate")


@pytest.mark.parametrize("command", ["sync", "recreate"])
def test_a_kill_is_recovered(demo: DemoProject, command: str) -> None:
    check_recovered_after_kill(demo, command)


def test_it_is_deleted(demo: DemoProject) -> None:
    check_result(demo.plain_lockstep("delete"), 0, "done", "Deleted")
    assert not demo.environment.exists()


def test_a_broken_package_is_repaired(demo: DemoProject) -> None:
    (record,) = demo.site_packages.glob("three-*.dist-info/RECORD")
    record.write_text("")
    check_result(demo.plain_lockstep("repair"), 0, "done")
    check_clean(demo)

"""An environment that is a mount point, as in dev containers: its folder cannot be renamed."""

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
from ..skips import skip_unless_ci
from .demo_project import DemoProject, check_as_before, check_result
from .rollback_checks import NEW, check_clean, check_rolled_back
from .test_orphans import sweep

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="mounting needs root"),
]


@pytest.fixture(params=["a volume", "a folder of the same disk"])
def demo(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[DemoProject]:
    demo = DemoProject(tmp_path)
    shutil.rmtree(demo.environment)
    demo.environment.mkdir()
    (tmp_path / "elsewhere").mkdir()
    of_a_volume = ("-t", "tmpfs", "tmpfs")
    kind = of_a_volume if request.param == "a volume" else ("--bind", str(tmp_path / "elsewhere"))
    mount = ("mount", *kind, str(demo.environment))
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        demo.close()
        skip_unless_ci("this machine mounts nothing: NO VOLUME WAS TESTED")
    try:
        assert demo.plain_uv("sync", "--frozen", "--python", sys.executable).status == 0
        age(demo.environment)
        yield demo
    finally:
        demo.close()
        subprocess.run(("umount", "-l", str(demo.environment)), check=True)


def check_new(demo: DemoProject) -> None:
    """The new environment is on the mount, and nothing is set aside."""
    assert is_mount_point(str(demo.environment))
    check_clean(demo)


def test_packages_change(demo: DemoProject) -> None:
    demo.relock(*NEW)
    check_result(demo.plain_lockstep("sync"), 0, "done", "Synced demo: 2 packages changed")
    check_new(demo)


@pytest.mark.parametrize("through_a_link", [False, True], ids=["itself", "through a link"])
def test_the_environment_is_recreated(
    demo: DemoProject, tmp_path: Path, *, through_a_link: bool
) -> None:
    demo.relock(*NEW)
    if through_a_link:
        demo.variables["UV_PROJECT_ENVIRONMENT"] = str(tmp_path / "link")
        (tmp_path / "link").symlink_to(demo.environment)
    (demo.environment / "mine.txt").write_text("of the old one")
    result = demo.plain_lockstep("recreate")
    check_result(result, 0, "done", "Recreated the environment of demo")
    assert not (demo.environment / "mine.txt").exists()
    check_new(demo)


def test_an_incomplete_environment_is_replaced(demo: DemoProject) -> None:
    demo.relock(*NEW)
    (demo.environment / "pyvenv.cfg").unlink()
    check_result(demo.plain_lockstep("sync"), 0, "done")
    check_new(demo)


def test_a_failure_is_rolled_back(demo: DemoProject) -> None:
    check_rolled_back(demo, "sync", "recreate")


@pytest.mark.parametrize("command", ["sync", "recreate"])
def test_a_kill_is_recovered(demo: DemoProject, command: str) -> None:
    demo.relock(*NEW)
    demo.index.behave("stalls", r"/three-2.*whl$")
    before = snapshot(demo.root)
    process = demo.start(command)
    demo.index.wait_until_stalled()
    assert (demo.environment / ".lockstep").is_dir()
    process.kill()
    process.communicate()
    sweep(demo)
    check_as_before(demo, before)
    assert not (demo.environment / ".lockstep").exists()


def test_a_deletion_keeps_the_mount_point(demo: DemoProject) -> None:
    result = demo.plain_lockstep("delete")
    words = "Deleted everything in ", "; the folder itself stays: it is a mount point"
    check_result(result, 0, "done", *words)
    assert result.json["not_deleted"] == []
    assert is_mount_point(str(demo.environment))
    assert list(demo.environment.iterdir()) == []
    demo.relock(*NEW)
    check_result(demo.plain_lockstep("sync"), 0, "done")
    check_new(demo)


def test_uv_never_empties_the_folder_that_holds_the_old_environment(demo: DemoProject) -> None:
    """uv would empty the folder if it did not accept the environment that Lockstep created."""
    demo.relock(*NEW)
    (demo.root / ".python-version").write_text("3.11\n")
    other = str(pythons()["3.12"])
    makes = f'"$UV" venv --allow-existing --python "{other}" -- "{demo.environment}"'
    demo.replace_uv(f'[ "$1" = venv ] && exec {makes}; exec "$UV" "$@"')
    before = snapshot(demo.root)
    check_result(
        demo.plain_lockstep("recreate"),
        1,
        "restored",
        "does not accept the environment that it has made",
    )
    check_as_before(demo, before)

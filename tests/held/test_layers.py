"""An environment in a lower layer of an overlay, as in the image of a dev container.

A folder of a lower layer cannot be renamed (EXDEV), although it has the device number of the
folder beside it; the files in it can.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..crash.scenes import snapshot
from ..skips import skip_unless_ci
from .demo_project import DemoProject, check_as_before, check_result
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


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[DemoProject]:
    demo = DemoProject(tmp_path)
    lower = demo.root.rename(tmp_path / "lower")
    for name in ("upper", "work"):
        (tmp_path / name).mkdir()
    demo.root.mkdir()
    layers = {"lowerdir": lower, "upperdir": tmp_path / "upper", "workdir": tmp_path / "work"}
    options = ",".join(f"{name}={path}" for name, path in layers.items())
    mount = ("mount", "-t", "overlay", "overlay", "-o", options, str(demo.root))
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        demo.close()
        skip_unless_ci("this machine mounts no overlay: NO LAYER WAS TESTED")
    try:
        yield demo
    finally:
        demo.close()
        subprocess.run(("umount", "-l", str(demo.root)), check=True)


@pytest.mark.parametrize("command", ["sync", "recreate"])
def test_success(demo: DemoProject, command: str) -> None:
    demo.relock(*NEW)
    check_result(demo.plain_lockstep(command), 0, "done")
    check_clean(demo)


@pytest.mark.parametrize("command", ["sync", "recreate"])
def test_a_failure(demo: DemoProject, command: str) -> None:
    check_rolled_back(demo, command)


@pytest.mark.parametrize("command", ["sync", "recreate"])
def test_a_kill(demo: DemoProject, command: str) -> None:
    check_recovered_after_kill(demo, command)


def test_metadata_that_no_installer_removes(demo: DemoProject) -> None:
    (demo.site_packages / "three-1.0.dist-info/RECORD").unlink()
    check_result(demo.plain_lockstep("repair"), 0, "done")
    check_clean(demo)


def test_metadata_is_restored(demo: DemoProject) -> None:
    demo.clear_cache()
    (demo.site_packages / "three-1.0.dist-info/RECORD").unlink()
    demo.index.behave("fails", r"/three-1.*whl$")
    before = snapshot(demo.root)
    check_result(demo.plain_lockstep("repair"), 1, "restored", "demo is as it was")
    check_as_before(demo, before)


def test_it_is_deleted(demo: DemoProject) -> None:
    check_result(demo.plain_lockstep("delete"), 0, "done")
    assert not demo.environment.exists()
    assert not (demo.root / ".lockstep").exists()

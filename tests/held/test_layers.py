"""An environment in a lower layer of an overlay, as in an image of a dev container.

A folder of a lower layer cannot be renamed (EXDEV), although its device number is that of the
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
from ..untested import untested
from .home import Home, check_as_before, check_ended
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


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path)
    lower = home.root.rename(tmp_path / "lower")
    for name in ("upper", "work"):
        (tmp_path / name).mkdir()
    home.root.mkdir()
    layers = {"lowerdir": lower, "upperdir": tmp_path / "upper", "workdir": tmp_path / "work"}
    options = ",".join(f"{name}={path}" for name, path in layers.items())
    mount = ("mount", "-t", "overlay", "overlay", "-o", options, str(home.root))
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        home.close()
        untested("this machine mounts no overlay: NO LAYER WAS TESTED")
    try:
        yield home
    finally:
        home.close()
        subprocess.run(("umount", "-l", str(home.root)), check=True)


@pytest.mark.parametrize("command", ["sync", "recreate"])
def test_what_succeeds(home: Home, command: str) -> None:
    home.want(*NEW)
    check_ended(home.lockstep_freely(command), 0, "done")
    check_nothing_is_left(home)


@pytest.mark.parametrize("command", ["sync", "recreate"])
def test_what_fails(home: Home, command: str) -> None:
    check_put_back(home, command)


@pytest.mark.parametrize("command", ["sync", "recreate"])
def test_what_is_killed(home: Home, command: str) -> None:
    check_put_back_after_a_crash(home, command)


def test_metadata_that_no_installer_removes(home: Home) -> None:
    (home.site_packages / "three-1.0.dist-info/RECORD").unlink()
    check_ended(home.lockstep_freely("repair"), 0, "done")
    check_nothing_is_left(home)


def test_metadata_returns(home: Home) -> None:
    home.forget()
    (home.site_packages / "three-1.0.dist-info/RECORD").unlink()
    home.index.feel("errs", r"/three-1.*whl$")
    before = snapshot(home.root)
    check_ended(home.lockstep_freely("repair"), 1, "restored", "demo is as it was")
    check_as_before(home, before)


def test_it_is_deleted(home: Home) -> None:
    check_ended(home.lockstep_freely("delete"), 0, "done")
    assert not home.environment.exists()
    assert not (home.root / ".lockstep").exists()

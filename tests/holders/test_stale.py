"""Processes that run code which is no longer in an environment, or a hard link of its programs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lockstep.aside.aside_folder import files_aside
from lockstep.holders.stale import StaleSearch, find_code_holders, is_stale, linked_programs
from lockstep.host.file_use import FileUse
from lockstep.model.holder import CodeHolders

ENVIRONMENT = f"{os.sep}p{os.sep}.venv"
BESIDE = f"{os.sep}p{os.sep}.lockstep"
ASIDE = 7


@pytest.mark.parametrize(
    ("path", "inode", "is_deleted", "stale"),
    [
        (f"{ENVIRONMENT}{os.sep}a.so", 1, False, False),
        (f"{ENVIRONMENT}{os.sep}a.so", 1, True, True),
        (f"{ENVIRONMENT}{os.sep}a.so", ASIDE, False, True),
        (f"{ENVIRONMENT}2{os.sep}a.so", 1, True, False),
        (f"{BESIDE}{os.sep}1{os.sep}1", ASIDE, False, True),
        (f"{BESIDE}{os.sep}2{os.sep}1", 1, False, False),
        (f"{BESIDE}{os.sep}2{os.sep}1", 1, True, True),
        (f"{os.sep}elsewhere{os.sep}a.so", 1, True, False),
    ],
)
def test_stale_files(path: str, inode: int, is_deleted: bool, stale: bool) -> None:  # noqa: FBT001
    """On Windows a file in the aside folder still appears under its original path."""
    use = FileUse("mapped", path, (1, inode), is_deleted)
    assert is_stale(use, StaleSearch(ENVIRONMENT), {(1, ASIDE)}) == stale


def test_a_link_of_the_probe_is_not_stale(tmp_path: Path) -> None:
    """If the probe's link cannot be deleted, it is a second name of a file still in place."""
    folder = tmp_path / ".lockstep/1"
    (folder / "2").mkdir(parents=True)
    for name in ("00", "1", "2/0"):
        (folder / name).touch()
    found = {Path(it).relative_to(folder).as_posix() for it in files_aside(str(folder))}
    assert found == {"1", "2/0"}


@pytest.mark.skipif(sys.platform == "win32", reason="a program of POSIX is run")
def test_a_program_that_runs_by_another_hard_link(tmp_path: Path) -> None:
    environment, elsewhere = tmp_path / ".venv", tmp_path / "other"
    for folder in (environment / "bin", elsewhere):
        folder.mkdir(parents=True)
    sleep = shutil.which("sleep")
    assert sleep
    shutil.copy(os.path.realpath(sleep), elsewhere / "tool")
    os.link(elsewhere / "tool", environment / "bin" / "tool")
    shutil.copy(elsewhere / "tool", environment / "bin" / "alone")
    (environment / "bin" / "link").symlink_to("tool")
    assert set(linked_programs(str(environment)).values()) == {str(environment / "bin" / "tool")}
    look = StaleSearch(str(environment), links=True)
    assert find_code_holders(look) == CodeHolders()
    # A process that runs the environment's own path holds only that environment.
    for place, count in ((elsewhere, 1), (environment / "bin", 0)):
        with subprocess.Popen((str(place / "tool"), "1000")) as process:
            try:
                while os.path.realpath(f"/proc/{process.pid}/exe") != str(place / "tool"):
                    assert process.poll() is None
                found = find_code_holders(look).shared
                assert find_code_holders(look._replace(links=False)).shared == ()
            finally:
                process.kill()
        assert len(found) == count
        for it in found:
            assert it.path == str(environment / "bin" / "tool")
            assert it.holder.pid == process.pid

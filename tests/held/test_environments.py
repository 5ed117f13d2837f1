"""Whole environments are replaced and deleted while programs run out of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ..oracle.machine import pythons
from .checks import OLD, RUFF, check_done, check_failed, check_swept
from .lab import Lab

pytestmark = pytest.mark.slow


def test_an_environment_is_made_anew_while_another_one_runs_its_files(
    lab: Lab, tmp_path: Path, shim: Path
) -> None:
    """uv#13836, uv#7918: files that are hard links of one in uv's cache."""
    lab.make(RUFF)
    other = Lab(tmp_path / "other", shim)
    other.make(RUFF)
    ours, theirs = lab.environment / "bin/ruff", other.environment / "bin/ruff"
    assert ours.samefile(theirs), "uv has not linked them"
    other.hold_ruff()
    check_failed(lab.uv("venv", "--clear"))
    ended = lab.lockstep("recreate")
    check_done(lab, ended)
    other.close()


def test_an_environment_is_deleted_while_its_files_are_used(lab: Lab) -> None:
    lab.make(RUFF, OLD)
    lab.hold_ruff()
    ended = lab.lockstep("delete")
    assert ended.status == 0, ended.out
    assert not lab.environment.exists()
    assert ended.json["not_deleted"]
    check_swept(lab)


def test_another_python_while_the_old_one_runs(lab: Lab) -> None:
    """uv#11092, uv#13986."""
    lab.make(OLD)
    newer = str(pythons()["3.12"])
    holder = lab.hold_import("markupsafe._speedups")
    check_failed(lab.uv("sync", "--python", newer))
    ended = lab.lockstep("recreate", "--python", newer)
    check_done(lab, ended)
    assert (lab.environment / "lib/python3.12").is_dir()
    assert holder.poll() is None


def test_a_partial_environment_that_uv_refuses_is_replaced(lab: Lab) -> None:
    """uv#13986."""
    lab.make(OLD)
    (lab.environment / "pyvenv.cfg").unlink()
    shutil.rmtree(lab.environment / "bin")
    assert lab.uv("sync").status == 2
    check_done(lab, lab.lockstep("sync"))


def test_an_environment_that_is_a_link_stays_one(lab: Lab, tmp_path: Path) -> None:
    """uv#14933, with a link to a link."""
    real, between = tmp_path / "real environment", tmp_path / "between"
    lab.make(OLD)
    lab.environment.rename(real)
    between.symlink_to(real)
    lab.environment.symlink_to(between)
    lab.hold_import("markupsafe._speedups")
    check_done(lab, lab.lockstep("recreate"))
    assert lab.environment.readlink() == between
    assert between.readlink() == real
    assert (real / "pyvenv.cfg").is_file()


def test_an_environment_whose_folder_does_not_move(lab: Lab) -> None:
    """A mount point, or a folder that somebody holds open: its contents move."""
    lab.make(OLD)
    lab.rule(f"immovable {lab.environment}")
    check_done(lab, lab.lockstep("recreate"))

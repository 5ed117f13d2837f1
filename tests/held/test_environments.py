"""Whole environments are replaced and deleted while programs run from them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ..oracle.machine import pythons
from .checks import OLD, RUFF, check_done, check_failed, check_swept
from .sandbox import Sandbox

pytestmark = pytest.mark.slow


def test_an_environment_is_recreated_while_another_one_runs_its_files(
    sandbox: Sandbox, tmp_path: Path, shim: Path
) -> None:
    """uv#13836, uv#7918: files are hard links into uv's cache, shared with another environment."""
    sandbox.make(RUFF)
    other = Sandbox(tmp_path / "other", shim)
    other.make(RUFF)
    ours, theirs = sandbox.environment / "bin/ruff", other.environment / "bin/ruff"
    assert ours.samefile(theirs), "uv did not link the files"
    other.hold_ruff()
    check_failed(sandbox.uv("venv", "--clear"))
    result = sandbox.lockstep("recreate")
    check_done(sandbox, result)
    other.close()


def test_an_environment_is_deleted_while_its_files_are_in_use(sandbox: Sandbox) -> None:
    sandbox.make(RUFF, OLD)
    sandbox.hold_ruff()
    result = sandbox.lockstep("delete")
    assert result.status == 0, result.out
    assert not sandbox.environment.exists()
    assert result.json["not_deleted"]
    check_swept(sandbox)


def test_another_python_while_the_old_one_runs(sandbox: Sandbox) -> None:
    """uv#11092, uv#13986."""
    sandbox.make(OLD)
    newer = str(pythons()["3.12"])
    holder = sandbox.hold_import("markupsafe._speedups")
    check_failed(sandbox.uv("sync", "--python", newer))
    result = sandbox.lockstep("recreate", "--python", newer)
    check_done(sandbox, result)
    assert (sandbox.environment / "lib/python3.12").is_dir()
    assert holder.poll() is None


def test_a_partial_environment_that_uv_refuses_is_replaced(sandbox: Sandbox) -> None:
    """uv#13986."""
    sandbox.make(OLD)
    (sandbox.environment / "pyvenv.cfg").unlink()
    shutil.rmtree(sandbox.environment / "bin")
    assert sandbox.uv("sync").status == 2
    check_done(sandbox, sandbox.lockstep("sync"))


def test_an_environment_that_is_a_link_stays_one(sandbox: Sandbox, tmp_path: Path) -> None:
    """uv#14933, with a link to a link."""
    real, between = tmp_path / "real environment", tmp_path / "between"
    sandbox.make(OLD)
    sandbox.environment.rename(real)
    between.symlink_to(real)
    sandbox.environment.symlink_to(between)
    sandbox.hold_import("markupsafe._speedups")
    check_done(sandbox, sandbox.lockstep("recreate"))
    assert sandbox.environment.readlink() == between
    assert between.readlink() == real
    assert (real / "pyvenv.cfg").is_file()


def test_an_environment_whose_folder_cannot_be_renamed(sandbox: Sandbox) -> None:
    """At a mount point, or where a process holds the folder open, its contents are moved."""
    sandbox.make(OLD)
    sandbox.set_rules(f"immovable {sandbox.environment}")
    check_done(sandbox, sandbox.lockstep("recreate"))

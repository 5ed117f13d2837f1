"""For each issue, plain uv.exe fails as reported; then Lockstep succeeds, and holders run on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ..program_result import ProgramResult
from .sandbox import Sandbox, read_pid, request, still_works, windows

pytestmark = pytest.mark.slow

RUFF, OLD, NEW = "ruff", "markupsafe==2.1.5", "markupsafe==3.0.2"


def check_failed(result: ProgramResult, error: int = 5) -> None:
    """uv failed at a held file, with this Windows error."""
    assert result.status == 2, result
    assert f"(os error {error})" in result.err, result.err


def check_done(sandbox: Sandbox, result: ProgramResult) -> None:
    """Lockstep succeeded, and neither it nor uv has anything left to do."""
    assert result.status == 0, result.out + result.err
    assert result.json["outcome"] == "done", result.out
    checked = sandbox.uv("sync", "--check")
    assert checked.status == 0, checked.err
    report = sandbox.lockstep("check", "--files").json
    assert report["in_step"], report["findings"]


def check_swept(sandbox: Sandbox) -> None:
    """Once the holders have ended, `lockstep sweep` deletes the aside folder."""
    sandbox.close()
    result = sandbox.lockstep("sweep")
    assert result.status == 0, result.out + result.err
    assert not (sandbox.root / ".lockstep").exists()


def test_ruff_is_removed_while_its_server_runs(sandbox: Sandbox) -> None:
    """uv#11134."""
    sandbox.make(RUFF, OLD)
    holder = sandbox.hold_ruff()
    sandbox.write_manifest(OLD)
    check_failed(sandbox.uv("sync"))
    sandbox.write_manifest(RUFF, OLD)
    assert sandbox.uv("lock").status == 0
    result = sandbox.lockstep("remove", "ruff")
    check_done(sandbox, result)
    assert [it.rpartition("\\")[2] for it in result.json["swapped"]] == ["ruff.exe"]
    assert not (sandbox.scripts / "ruff.exe").exists()
    request(holder, 2, "shutdown", None)
    check_swept(sandbox)


def test_an_extension_module_is_upgraded_while_it_is_imported(sandbox: Sandbox) -> None:
    """uv#11134, as with polars; uv leaves a dist-info without METADATA and RECORD."""
    sandbox.make(OLD)
    holder = sandbox.hold_script("import markupsafe._speedups")
    read_pid(holder)
    sandbox.write_manifest(NEW)
    check_failed(sandbox.uv("sync"))
    assert sandbox.lockstep("check").status == 1
    check_done(sandbox, sandbox.lockstep("sync", "--lock"))
    assert still_works(holder)
    check_swept(sandbox)


def test_an_environment_is_recreated_while_its_python_runs(sandbox: Sandbox) -> None:
    """uv#13986."""
    sandbox.make(OLD)
    holder = sandbox.hold_script("import markupsafe._speedups")
    read_pid(holder)
    check_failed(sandbox.uv("venv", "--clear"))
    check_done(sandbox, sandbox.lockstep("recreate"))
    assert still_works(holder)
    check_swept(sandbox)


@pytest.mark.parametrize("without", ["METADATA", "RECORD", "*"])
def test_leftovers_of_an_interrupted_uv_are_repaired(sandbox: Sandbox, without: str) -> None:
    sandbox.make(OLD)
    (dist_info,) = sandbox.site_packages.glob("*-*.dist-info")
    for path in dist_info.glob(without):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    read_pid(sandbox.hold_script("import markupsafe._speedups"))
    check_done(sandbox, sandbox.lockstep("sync"))


def test_holders_of_a_module_are_found(sandbox: Sandbox) -> None:
    sandbox.make(RUFF, OLD)
    assert sandbox.lockstep("holders").status == 0
    pid = read_pid(sandbox.hold_script("import markupsafe._speedups"))
    sandbox.hold_ruff()
    result = sandbox.lockstep("holders")
    assert result.status == 1, result.out + result.err
    found = {it["name"]: it for it in result.json["holders"]}
    assert found.keys() == {"python.exe", "ruff.exe"}
    assert found["python.exe"]["pid"] == pid
    assert any(it.endswith("_speedups.cp312-win_amd64.pyd") for it in found["python.exe"]["files"])
    assert found["ruff.exe"]["how"] == "image"
    assert found["ruff.exe"]["files"] == [windows(sandbox.scripts / "ruff.exe")]


def test_holders_through_another_hard_link_are_found(sandbox: Sandbox, tmp_path: Path) -> None:
    """uv#13836."""
    sandbox.make(RUFF, OLD)
    other = Sandbox(tmp_path / "other", sandbox.wine)
    other.make(RUFF)
    look = ("lockstep.holders.stale", "code_holders_of", windows(sandbox.environment))
    assert sandbox.call_lockstep(*look) == "CodeHolders(stale=(), shared=())"
    try:
        other.hold_ruff()
        found = sandbox.call_lockstep(*look)
    finally:
        other.close()
    assert "shared=(Shared(path=" in found
    assert "ruff.exe" in found
    assert "stale=()," in found

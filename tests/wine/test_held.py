"""Each thread: plain uv.exe fails as reported, then Lockstep succeeds while the holder runs on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ..ended import Ended
from .lab import Lab, ask, still_works, told_pid, windows

pytestmark = pytest.mark.slow

RUFF, OLD, NEW = "ruff", "markupsafe==2.1.5", "markupsafe==3.0.2"


def check_failed(ended: Ended, error: int = 5) -> None:
    """uv stopped at a held file."""
    assert ended.status == 2, ended
    assert f"(os error {error})" in ended.err, ended.err


def check_done(lab: Lab, ended: Ended) -> None:
    """Lockstep did it, and both it and uv have nothing left to do."""
    assert ended.status == 0, ended.out + ended.err
    assert ended.json["outcome"] == "done", ended.out
    checked = lab.uv("sync", "--check")
    assert checked.status == 0, checked.err
    report = lab.lockstep("check", "--files").json
    assert report["in_step"], report["findings"]


def check_swept(lab: Lab) -> None:
    """When nobody holds it any more, the next command deletes what was aside."""
    lab.close()
    ended = lab.lockstep("sweep")
    assert ended.status == 0, ended.out + ended.err
    assert not (lab.root / ".lockstep").exists()


def test_ruff_is_removed_while_its_server_runs(lab: Lab) -> None:
    """uv#11134."""
    lab.make(RUFF, OLD)
    holder = lab.hold_ruff()
    lab.depend(OLD)
    check_failed(lab.uv("sync"))
    lab.depend(RUFF, OLD)
    assert lab.uv("lock").status == 0
    ended = lab.lockstep("remove", "ruff")
    check_done(lab, ended)
    assert [it.rpartition("\\")[2] for it in ended.json["swapped"]] == ["ruff.exe"]
    assert not (lab.scripts / "ruff.exe").exists()
    ask(holder, 2, "shutdown", None)
    check_swept(lab)


def test_an_extension_module_is_upgraded_while_it_is_imported(lab: Lab) -> None:
    """uv#11134, the case of polars; uv leaves metadata without METADATA and RECORD."""
    lab.make(OLD)
    holder = lab.hold_script("import markupsafe._speedups")
    told_pid(holder)
    lab.depend(NEW)
    check_failed(lab.uv("sync"))
    assert lab.lockstep("check").status == 1
    check_done(lab, lab.lockstep("sync", "--lock"))
    assert still_works(holder)
    check_swept(lab)


def test_an_environment_is_made_anew_while_its_python_runs(lab: Lab) -> None:
    """uv#13986."""
    lab.make(OLD)
    holder = lab.hold_script("import markupsafe._speedups")
    told_pid(holder)
    check_failed(lab.uv("venv", "--clear"))
    check_done(lab, lab.lockstep("recreate"))
    assert still_works(holder)
    check_swept(lab)


@pytest.mark.parametrize("without", ["METADATA", "RECORD", "*"])
def test_what_an_interrupted_uv_left_is_repaired(lab: Lab, without: str) -> None:
    lab.make(OLD)
    (dist_info,) = lab.site_packages.glob("*-*.dist-info")
    for path in dist_info.glob(without):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    told_pid(lab.hold_script("import markupsafe._speedups"))
    check_done(lab, lab.lockstep("sync"))


def test_who_has_a_module_loaded_is_known(lab: Lab) -> None:
    lab.make(RUFF, OLD)
    assert lab.lockstep("holders").status == 0
    pid = told_pid(lab.hold_script("import markupsafe._speedups"))
    lab.hold_ruff()
    ended = lab.lockstep("holders")
    assert ended.status == 1, ended.out + ended.err
    found = {it["name"]: it for it in ended.json["holders"]}
    assert found.keys() == {"python.exe", "ruff.exe"}
    assert found["python.exe"]["pid"] == pid
    assert any(it.endswith("_speedups.cp312-win_amd64.pyd") for it in found["python.exe"]["files"])
    assert found["ruff.exe"]["how"] == "image"
    assert found["ruff.exe"]["files"] == [windows(lab.scripts / "ruff.exe")]


def test_a_program_of_another_environment_is_found_by_its_other_name(
    lab: Lab, tmp_path: Path
) -> None:
    """uv#13836."""
    lab.make(RUFF, OLD)
    other = Lab(tmp_path / "other", lab.wine)
    other.make(RUFF)
    look = ("lockstep.holders.stale", "code_holders_of", windows(lab.environment))
    assert lab.ours(*look) == "CodeHolders(stale=(), shared=())"
    try:
        other.hold_ruff()
        found = lab.ours(*look)
    finally:
        other.close()
    assert "shared=(Shared(path=" in found
    assert "ruff.exe" in found
    assert "stale=()," in found

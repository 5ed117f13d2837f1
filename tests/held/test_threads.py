"""Each thread: plain uv fails as reported, then Lockstep succeeds while the holder runs on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .checks import NEW, OLD, RUFF, check_done, check_failed, check_in_step, check_swept
from .lab import Lab

pytestmark = pytest.mark.slow


def test_ruff_is_removed_while_its_server_runs(lab: Lab) -> None:
    """uv#11134."""
    lab.make(RUFF, OLD)
    holder = lab.hold_ruff()
    lab.depend(OLD)
    check_failed(lab.uv("sync"))
    lab.depend(RUFF, OLD)
    lab.freely("lock")
    ended = lab.lockstep("remove", "ruff")
    check_done(lab, ended)
    assert ended.json["swapped"] == [str(lab.environment / "bin/ruff")]
    assert not (lab.environment / "bin/ruff").exists()
    assert holder.poll() is None
    check_swept(lab)


def test_an_extension_module_is_upgraded_while_it_is_imported(lab: Lab) -> None:
    """uv#11134, the case of polars."""
    lab.make(OLD)
    holder = lab.hold_import("markupsafe._speedups")
    lab.depend(NEW)
    check_failed(lab.uv("sync"))
    # uv has left a dist-info without METADATA and RECORD.
    assert lab.lockstep("check").status == 1
    ended = lab.lockstep("sync", "--lock")
    check_done(lab, ended)
    assert holder.poll() is None
    check_swept(lab)


def test_polars_is_upgraded_and_removed_while_sessions_compute_with_it(lab: Lab) -> None:
    """uv#11134, with the package that it is about."""
    lab.make("polars==0.10.1", "numpy", OLD)
    session = lab.hold_session("import polars, markupsafe._speedups")
    lab.depend("polars==0.10.6", "numpy", NEW)
    check_failed(lab.uv("sync"))
    ended = lab.lockstep("sync", "--lock")
    check_done(lab, ended)
    assert names_of(ended.json["swapped"]) == ["_speedups.", "polars."]
    other = lab.hold_session("import polars, markupsafe._speedups")
    ended = lab.lockstep("remove", "polars", "markupsafe")
    check_done(lab, ended)
    assert names_of(ended.json["swapped"]) == ["_speedups.", "polars."]
    assert not (lab.site_packages / "polars").exists()
    for holder in (session, other):
        answer, _ = holder.communicate(b"polars.DataFrame({'a': [1, 2]}).sum()['a'][0]\n")
        assert answer == b"3\n"
    check_swept(lab)


def names_of(paths: list[str]) -> list[str]:
    """The modules that files are, without what their platform adds."""
    return sorted(Path(it).name.partition(".")[0] + "." for it in paths if it.endswith(".so"))


@pytest.mark.parametrize("without", [("METADATA",), ("RECORD",), ("INSTALLER",), ("*",)])
def test_what_an_interrupted_uv_left_is_repaired(lab: Lab, without: tuple[str, ...]) -> None:
    lab.make(OLD)
    (dist_info,) = lab.site_packages.glob("*-*.dist-info")
    for pattern in without:
        for path in dist_info.glob(pattern):
            path.unlink() if path.is_file() else shutil.rmtree(path)
    lab.hold_import("markupsafe._speedups")
    check_done(lab, lab.lockstep("sync"))


def test_a_repair_mends_and_sweeps_and_leaves_what_is_not_pinned(lab: Lab) -> None:
    lab.make(OLD)
    lab.freely("pip", "install", "iniconfig")
    (dist_info,) = lab.site_packages.glob("[Mm]arkup*.dist-info")
    (dist_info / "RECORD").unlink()
    leftover = lab.site_packages / "~arkupsafe"
    shutil.copytree(lab.site_packages / "markupsafe", leftover)
    lab.hold_import("markupsafe._speedups")
    ended = lab.lockstep("repair")
    assert (ended.status, ended.json["outcome"]) == (0, "done"), ended.out + ended.err
    assert not leftover.exists()
    assert "iniconfig" in lab.freely("pip", "freeze").out
    assert lab.lockstep("repair").json["message"] == f"Nothing to repair: {lab.root.name} is sound"
    assert lab.lockstep("sync").json["outcome"] == "done"
    check_in_step(lab)


def test_two_versions_of_one_package_are_repaired(lab: Lab) -> None:
    lab.make(OLD)
    (dist_info,) = lab.site_packages.glob("*-*.dist-info")
    shutil.copytree(dist_info, dist_info.with_name("markupsafe-1.0.dist-info"))
    check_done(lab, lab.lockstep("sync"))


def test_a_file_that_cannot_even_be_renamed_is_named_and_nothing_is_touched(lab: Lab) -> None:
    lab.make(RUFF, OLD)
    holder = lab.hold_ruff()
    before = lab.freely("pip", "freeze").out
    lab.rule(f"immovable {lab.environment / 'bin/ruff'}")
    ended = lab.lockstep("remove", "ruff")
    assert ended.status == 3, ended
    assert (ended.json["outcome"], ended.json["error"]["code"]) == ("refused", "blocked")
    (held,) = ended.json["blocked"]
    assert held["path"] == str(lab.environment / "bin/ruff")
    assert held["holders"][0]["pid"] == holder.pid
    assert held["holders"][0]["how"] == "image"
    assert f"held by ruff (pid {holder.pid}" in ended.json["message"]
    assert lab.freely("pip", "freeze").out == before
    check_in_step(lab)
    assert "ruff" in (lab.root / "pyproject.toml").read_text()
    check_swept(lab)


def test_a_tool_that_fails_leaves_everything_as_it_was(lab: Lab) -> None:
    lab.make(OLD)
    holder = lab.hold_import("markupsafe._speedups")
    lab.depend(NEW)
    assert lab.freely("lock").status == 0
    ended = lab.lockstep("sync", UV_OFFLINE="1", UV_CACHE_DIR=str(lab.root.parent / "empty"))
    assert ended.status == 1
    assert ended.json["outcome"] == "restored"
    assert holder.poll() is None
    assert lab.freely("pip", "freeze").out == "markupsafe==2.1.5\n"


def test_after_a_free_any_installer_succeeds(lab: Lab) -> None:
    lab.make(RUFF, OLD)
    holder = lab.hold_ruff()
    ended = lab.lockstep("free")
    assert ended.status == 0, ended.out
    assert ended.json["message"] == f"Freed {lab.environment}: 1 held file swapped"
    assert ended.json["swapped"] == [str(lab.environment / "bin/ruff")]
    check_in_step(lab)
    (told,) = lab.lockstep("check").json["findings"]
    assert (told["code"], told["severity"]) == ("holder-stale", "information")
    assert told["message"].startswith(f"ruff (pid {holder.pid}")
    lab.depend(OLD)
    assert lab.uv("sync").status == 0
    assert holder.poll() is None
    assert lab.lockstep("free").json["outcome"] == "nothing"
    check_swept(lab)


def test_who_holds_files_is_known_also_through_another_link(
    lab: Lab, tmp_path: Path, shim: Path
) -> None:
    lab.make(RUFF, OLD)
    assert lab.lockstep("holders").status == 0
    importing = lab.hold_import("markupsafe._speedups")
    other = Lab(tmp_path / "other", shim)
    other.make(RUFF)
    serving = other.hold_ruff()
    ended = lab.lockstep("holders")
    other.close()
    assert ended.status == 1
    found = {it["pid"]: it for it in ended.json["holders"]}
    assert found.keys() == {importing.pid, serving.pid}
    assert found[importing.pid]["how"] == "mapped"
    assert found[importing.pid]["files"][0].endswith(".so")
    assert found[serving.pid]["files"] == [str(lab.environment / "bin/ruff")]

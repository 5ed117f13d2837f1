"""Each thread: plain uv fails as reported, then Lockstep succeeds while the holder runs on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ..ended import Ended
from ..oracle.machine import pythons
from .lab import Lab

pytestmark = pytest.mark.slow

RUFF = "ruff==0.12.0"
OLD, NEW = "markupsafe==2.1.5", "markupsafe==3.0.2"


def check_failed(ended: Ended) -> None:
    """uv stopped at a held file."""
    assert ended.status == 2, ended
    assert "os error 13" in ended.err


def check_done(lab: Lab, ended: Ended) -> None:
    """Lockstep did it, and uv has nothing left to do."""
    assert ended.status == 0, ended.out + ended.err
    assert ended.json["outcome"] == "done"
    check_in_step(lab)


def check_in_step(lab: Lab) -> None:
    assert lab.freely("sync", "--check").status == 0
    report = lab.lockstep("check", "--files").json
    assert report["in_step"], report["findings"]


def check_swept(lab: Lab) -> None:
    """When nobody holds it any more, the next command deletes what was aside."""
    lab.close()
    ended = lab.lockstep("sweep")
    assert ended.status == 0, ended.out
    assert not (lab.root / ".lockstep").exists()


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
    assert ended.json["set_aside"] == [str(lab.environment / "bin/ruff")]
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
    assert names_of(ended.json["set_aside"]) == ["_speedups.", "polars."]
    other = lab.hold_session("import polars, markupsafe._speedups")
    ended = lab.lockstep("remove", "polars", "markupsafe")
    check_done(lab, ended)
    assert names_of(ended.json["set_aside"]) == ["_speedups.", "polars."]
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
    assert ended.json["still_held"]
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


def test_a_file_that_cannot_even_be_renamed_is_named_and_nothing_is_touched(lab: Lab) -> None:
    lab.make(RUFF, OLD)
    holder = lab.hold_ruff()
    before = lab.freely("pip", "freeze").out
    lab.rule(f"immovable {lab.environment / 'bin/ruff'}")
    ended = lab.lockstep("remove", "ruff")
    assert ended.status == 3, ended
    assert ended.json["outcome"] == "refused"
    (held,) = ended.json["still_held"]
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
    assert ended.json["set_aside"] == [str(lab.environment / "bin/ruff")]
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

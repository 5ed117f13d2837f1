"""For each issue, plain uv fails as reported; then Lockstep succeeds while the holder runs on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .checks import NEW, OLD, RUFF, check_done, check_failed, check_in_step, check_swept
from .sandbox import Sandbox

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def copies(sandbox: Sandbox, request: pytest.FixtureRequest) -> None:
    """Files of one's own: those of uv's cache may be held by another run of the tests."""
    if "hard_link" not in request.node.name:
        sandbox.variables["UV_LINK_MODE"] = "copy"


def test_ruff_is_removed_while_its_server_runs(sandbox: Sandbox) -> None:
    """uv#11134."""
    sandbox.make(RUFF, OLD)
    holder = sandbox.hold_ruff()
    sandbox.write_manifest(OLD)
    check_failed(sandbox.uv("sync"))
    sandbox.write_manifest(RUFF, OLD)
    sandbox.plain_uv("lock")
    result = sandbox.lockstep("remove", "ruff")
    check_done(sandbox, result)
    assert result.json["swapped"] == [str(sandbox.environment / "bin/ruff")]
    assert not (sandbox.environment / "bin/ruff").exists()
    assert holder.poll() is None
    check_swept(sandbox)


def test_an_extension_module_is_upgraded_while_it_is_imported(sandbox: Sandbox) -> None:
    """uv#11134, as with polars."""
    sandbox.make(OLD)
    holder = sandbox.hold_import("markupsafe._speedups")
    sandbox.write_manifest(NEW)
    check_failed(sandbox.uv("sync"))
    # uv left a dist-info without METADATA and RECORD.
    assert sandbox.lockstep("check").status == 1
    result = sandbox.lockstep("sync", "--lock")
    check_done(sandbox, result)
    assert holder.poll() is None
    check_swept(sandbox)


def test_polars_is_upgraded_and_removed_while_sessions_compute_with_it(sandbox: Sandbox) -> None:
    """uv#11134, with the package of that issue."""
    sandbox.make("polars==0.10.1", "numpy", OLD)
    session = sandbox.hold_session("import polars, markupsafe._speedups")
    sandbox.write_manifest("polars==0.10.6", "numpy", NEW)
    check_failed(sandbox.uv("sync"))
    result = sandbox.lockstep("sync", "--lock")
    check_done(sandbox, result)
    assert names_of(result.json["swapped"]) == ["_speedups.", "polars."]
    other = sandbox.hold_session("import polars, markupsafe._speedups")
    result = sandbox.lockstep("remove", "polars", "markupsafe")
    check_done(sandbox, result)
    assert names_of(result.json["swapped"]) == ["_speedups.", "polars."]
    assert not (sandbox.site_packages / "polars").exists()
    for holder in (session, other):
        answer, _ = holder.communicate(b"polars.DataFrame({'a': [1, 2]}).sum()['a'][0]\n")
        assert answer == b"3\n"
    check_swept(sandbox)


def names_of(paths: list[str]) -> list[str]:
    """The module names of files, without platform suffixes."""
    return sorted(Path(it).name.partition(".")[0] + "." for it in paths if it.endswith(".so"))


@pytest.mark.parametrize("without", [("METADATA",), ("RECORD",), ("INSTALLER",), ("*",)])
def test_leftovers_of_an_interrupted_uv_are_repaired(
    sandbox: Sandbox, without: tuple[str, ...]
) -> None:
    sandbox.make(OLD)
    (dist_info,) = sandbox.site_packages.glob("*-*.dist-info")
    for pattern in without:
        for path in dist_info.glob(pattern):
            path.unlink() if path.is_file() else shutil.rmtree(path)
    sandbox.hold_import("markupsafe._speedups")
    check_done(sandbox, sandbox.lockstep("sync"))


def test_a_repair_restores_and_sweeps_and_keeps_unpinned_packages(sandbox: Sandbox) -> None:
    sandbox.make(OLD)
    sandbox.plain_uv("pip", "install", "iniconfig")
    (dist_info,) = sandbox.site_packages.glob("[Mm]arkup*.dist-info")
    (dist_info / "RECORD").unlink()
    leftover = sandbox.site_packages / "~arkupsafe"
    shutil.copytree(sandbox.site_packages / "markupsafe", leftover)
    sandbox.hold_import("markupsafe._speedups")
    result = sandbox.lockstep("repair")
    assert (result.status, result.json["outcome"]) == (0, "done"), result.out + result.err
    assert not leftover.exists()
    assert "iniconfig" in sandbox.plain_uv("pip", "freeze").out
    assert sandbox.lockstep("repair").json["message"] == (
        f"Nothing to repair: no package of {sandbox.root.name} is damaged or lacks files"
    )
    assert sandbox.lockstep("sync").json["outcome"] == "done"
    check_in_step(sandbox)


def test_two_versions_of_one_package_are_repaired(sandbox: Sandbox) -> None:
    sandbox.make(OLD)
    (dist_info,) = sandbox.site_packages.glob("*-*.dist-info")
    shutil.copytree(dist_info, dist_info.with_name("markupsafe-1.0.dist-info"))
    check_done(sandbox, sandbox.lockstep("sync"))


def test_a_file_that_cannot_be_renamed_is_reported_and_nothing_is_touched(
    sandbox: Sandbox,
) -> None:
    sandbox.make(RUFF, OLD)
    holder = sandbox.hold_ruff()
    before = sandbox.plain_uv("pip", "freeze").out
    sandbox.set_rules(f"immovable {sandbox.environment / 'bin/ruff'}")
    result = sandbox.lockstep("remove", "ruff")
    assert result.status == 3, result
    assert (result.json["outcome"], result.json["error"]["code"]) == ("refused", "blocked")
    (held,) = result.json["blocked"]
    assert held["path"] == str(sandbox.environment / "bin/ruff")
    assert held["holders"][0]["pid"] == holder.pid
    assert held["holders"][0]["how"] == "image"
    assert f"held by ruff (pid {holder.pid}" in result.json["message"]
    assert sandbox.plain_uv("pip", "freeze").out == before
    check_in_step(sandbox)
    assert "ruff" in (sandbox.root / "pyproject.toml").read_text()
    check_swept(sandbox)


def test_a_failing_tool_is_rolled_back(sandbox: Sandbox) -> None:
    sandbox.make(OLD)
    holder = sandbox.hold_import("markupsafe._speedups")
    sandbox.write_manifest(NEW)
    assert sandbox.plain_uv("lock").status == 0
    result = sandbox.lockstep(
        "sync", UV_OFFLINE="1", UV_CACHE_DIR=str(sandbox.root.parent / "empty")
    )
    assert result.status == 1
    assert result.json["outcome"] == "restored"
    assert holder.poll() is None
    assert sandbox.plain_uv("pip", "freeze").out == "markupsafe==2.1.5\n"


def test_after_free_any_installer_succeeds(sandbox: Sandbox) -> None:
    sandbox.make(RUFF, OLD)
    holder = sandbox.hold_ruff()
    result = sandbox.lockstep("free")
    assert result.status == 0, result.out
    assert result.json["message"] == f"Freed {sandbox.environment}: 1 held file swapped"
    assert result.json["swapped"] == [str(sandbox.environment / "bin/ruff")]
    check_in_step(sandbox)
    (finding,) = sandbox.lockstep("check").json["findings"]
    assert (finding["code"], finding["severity"]) == ("holder-stale", "information")
    assert finding["message"].startswith(f"ruff (pid {holder.pid}")
    sandbox.write_manifest(OLD)
    assert sandbox.uv("sync").status == 0
    assert holder.poll() is None
    assert sandbox.lockstep("free").json["outcome"] == "nothing"
    check_swept(sandbox)


def test_holders_through_another_hard_link_are_found(
    sandbox: Sandbox, tmp_path: Path, shim: Path
) -> None:
    sandbox.make(RUFF, OLD)
    assert sandbox.lockstep("holders").status == 0
    importing = sandbox.hold_import("markupsafe._speedups")
    other = Sandbox(tmp_path / "other", shim)
    other.make(RUFF)
    serving = other.hold_ruff()
    result = sandbox.lockstep("holders")
    other.close()
    assert result.status == 1
    found = {it["pid"]: it for it in result.json["holders"]}
    assert found.keys() == {importing.pid, serving.pid}
    assert found[importing.pid]["how"] == "mapped"
    assert found[importing.pid]["files"][0].endswith(".so")
    assert found[serving.pid]["files"] == [str(sandbox.environment / "bin/ruff")]

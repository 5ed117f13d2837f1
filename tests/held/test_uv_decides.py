"""uv's plan decides what happens to an environment; uv's own check decides whether it is done."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ..crash.scenes import snapshot
from .checks import OLD, RUFF
from .demo_project import DemoProject, check_as_before, check_result
from .other_pythons import REASONS, by_variable, by_version_file, other_python
from .sandbox import Sandbox

pytestmark = pytest.mark.slow

UNPINNED = "five"


@pytest.mark.parametrize("changes_python", REASONS)
def test_an_environment_that_uv_replaces_is_replaced_as_a_whole(
    demo: DemoProject, changes_python: object
) -> None:
    """uv#16631, uv#13124: whether or not our own check expects a replacement."""
    assert callable(changes_python)
    demo.relock("three==2.0", "four==2.0")
    changes_python(demo)
    (demo.environment / "notes.txt").write_text("mine")
    result = demo.plain_lockstep("sync")
    check_result(result, 0, "done")
    assert demo.plain_uv("sync", "--check").status == 0
    assert not (demo.environment / "notes.txt").exists()
    assert not (demo.root / ".lockstep").exists()


@pytest.mark.parametrize("changes_python", REASONS)
def test_a_replacement_that_fails_touches_nothing(
    demo: DemoProject, changes_python: object
) -> None:
    """The new environment is built in a scratch folder first; there the network fails."""
    assert callable(changes_python)
    demo.relock("three==2.0", "four==2.0")
    changes_python(demo)
    demo.index.behave("fails", r".*whl$")
    before, folder = snapshot(demo.root), demo.environment.stat().st_ino
    result = demo.plain_lockstep("sync")
    assert result.status == 1, result.out
    assert result.json["outcome"] == "restored", result.out
    assert result.json["message"].endswith("demo is as it was")
    check_as_before(demo, before)
    assert demo.environment.stat().st_ino == folder


def test_a_managed_python_that_is_not_there_is_refused(demo: DemoProject) -> None:
    """uv#13830: only managed Pythons are allowed, and none is installed."""
    demo.relock("three==2.0", "four==2.0")
    demo.variables |= {
        "UV_PYTHON_PREFERENCE": "only-managed",
        "UV_PYTHON_INSTALL_DIR": str(demo.root.parent / "no pythons"),
    }
    before = snapshot(demo.root)
    result = demo.plain_lockstep("sync")
    check_result(result, 2, "refused", "uv found no interpreter for Python >=3.10")
    check_as_before(demo, before)


def test_losses_of_a_replacement_are_reported_first(demo: DemoProject) -> None:
    assert demo.plain_uv("pip", "install", UNPINNED).status == 0
    kernel = demo.environment / "share/jupyter/kernels/mine"
    kernel.mkdir(parents=True)
    (kernel / "kernel.json").write_text("{}")
    (demo.environment / "notes.txt").write_text("mine")
    demo.relock("three==2.0", "four==2.0")
    by_variable(demo)
    result = demo.lockstep_text("sync")
    assert result.status == 0, result.out + result.err
    (output,) = (it for it in result.err.splitlines() if it.startswith("lockstep: uv replaces"))
    assert UNPINNED in output
    assert "kernelspecs: mine" in output
    assert "notes.txt" in output
    assert re.search(r"Python 3\.\d+\.\d+ → 3\.12\.\d+", output)


def test_a_repair_keeps_the_python_and_everything_sound(demo: DemoProject) -> None:
    assert demo.plain_uv("pip", "install", UNPINNED).status == 0
    demo.relock("three==1.0", "four==2.0")
    by_variable(demo)
    (demo.site_packages / "three-1.0.dist-info" / "RECORD").unlink()
    kernel = demo.environment / "share/jupyter/kernels/mine"
    kernel.mkdir(parents=True)
    config = (demo.environment / "pyvenv.cfg").read_bytes()
    result = demo.plain_lockstep("repair")
    check_result(result, 0, "done")
    assert [it["name"] for it in result.json["changes"]] == ["three"]
    assert (demo.environment / "pyvenv.cfg").read_bytes() == config
    assert kernel.is_dir()
    assert (demo.site_packages / "four-1.0.dist-info").is_dir()
    assert (demo.site_packages / "five.py").is_file()


def test_held_files_of_an_environment_that_uv_replaces(tmp_path: Path, shim: Path) -> None:
    """uv#16631 on Windows: a running program keeps its files, which are in the aside folder."""
    sandbox = Sandbox(tmp_path / "held", shim)
    sandbox.make(RUFF, OLD)
    assert sandbox.plain_uv("pip", "uninstall", "markupsafe").status == 0
    by_version_file(sandbox)
    holder = sandbox.hold_ruff()
    result = sandbox.lockstep("sync")
    assert result.status == 0, result.out + result.err
    assert sandbox.plain_uv("sync", "--check").status == 0
    assert holder.poll() is None
    sandbox.close()


def test_a_package_that_uv_would_always_reinstall_is_a_warning(demo: DemoProject) -> None:
    demo.manifest_tail += '[tool.uv]\nreinstall-package = ["three"]\n'
    demo.relock("three==2.0", "four==2.0")
    result = demo.plain_lockstep("sync")
    check_result(result, 0, "done")
    (warning,) = result.json["warnings"]
    assert warning.startswith("uv would install three again at every sync")


def test_missing_files_of_another_package_are_reinstalled(demo: DemoProject) -> None:
    """uv#16867: a sync that reports success leaves no package that cannot be imported."""
    demo.relock("three==1.0", "four==2.0")
    (demo.site_packages / "parts" / "a.py").unlink()
    result = demo.plain_lockstep("sync")
    check_result(result, 0, "done")
    assert (demo.site_packages / "parts" / "a.py").read_text() == "1.0"
    assert demo.plain_lockstep("check", "--files").status == 0


def test_a_package_that_stays_damaged_is_reported(demo: DemoProject) -> None:
    """The package cannot be fetched again; that is no reason to roll back the sync."""
    demo.relock("three==1.0", "four==2.0")
    demo.index.behave("fails", r"/three-1.*whl$")
    (demo.site_packages / "parts" / "a.py").unlink()
    result = demo.plain_lockstep("sync")
    check_result(result, 0, "done")
    assert result.json["warnings"][-1].startswith("three lacks files"), result.out
    assert (demo.site_packages / "four-2.0.dist-info").is_dir()


def test_a_lockfile_that_only_uv_calls_stale_is_refused(demo: DemoProject) -> None:
    """uv compares a variable of the shell, which the project's files do not contain."""
    demo.relock("three==2.0", "four==2.0")
    demo.variables["UV_PRERELEASE"] = "allow"
    before = snapshot(demo.root)
    result = demo.plain_lockstep("sync")
    check_result(result, 2, "refused", "no longer fits")
    check_as_before(demo, before)
    check_result(demo.plain_lockstep("sync", "--frozen"), 0, "done")


def test_a_plan_that_is_not_understood_is_refused(demo: DemoProject) -> None:
    demo.relock("three==2.0", "four==2.0")
    demo.replace_uv('[ "$1" != sync ] && exec "$UV" "$@"; echo "{}"', also_dry_runs=True)
    before = snapshot(demo.root)
    result = demo.plain_lockstep("sync")
    check_result(result, 2, "refused", "is not understood; uv 0.9.19 or newer is needed")
    check_as_before(demo, before)


def test_an_environment_that_uv_replaces_against_its_plan(demo: DemoProject) -> None:
    """What our own uv destroyed is reported neither as another process's change nor as restored."""
    demo.relock("three==2.0", "four==2.0")
    replaces = f'"$UV" venv --clear "{demo.environment}"; echo "Creating virtual environment at: x"'
    demo.replace_uv(f'[ "$1" = sync ] || exec "$UV" "$@"; {replaces}; exit 2')
    result = demo.plain_lockstep("sync")
    assert result.status == 1, result.out
    assert result.json["outcome"] == "failed"
    assert "as it was" not in result.out
    assert "another process" not in result.out
    assert result.json["not_restored"]
    assert "`lockstep recreate` makes a new environment" in result.json["error"]["hint"]


def test_a_change_in_uv_configuration_between_plan_and_run(demo: DemoProject) -> None:
    """Lockstep passes the plan's interpreter to uv, so a new version file changes nothing."""
    demo.relock("three==2.0", "four==2.0")
    python = (demo.environment / "pyvenv.cfg").read_bytes()
    path = demo.root / ".python-version"
    demo.replace_uv(f'[ "$1" = sync ] && echo "{other_python()}" > "{path}"; exec "$UV" "$@"')
    check_result(demo.plain_lockstep("sync"), 0, "done")
    assert (demo.environment / "pyvenv.cfg").read_bytes() == python


def test_a_failed_addition_leaves_the_times_of_manifest_and_lockfile(demo: DemoProject) -> None:
    """uv builds a project again if its manifest is newer than at the last build."""
    paths = [demo.root / "pyproject.toml", demo.root / "uv.lock"]
    before = [(it.read_bytes(), it.stat().st_mtime_ns) for it in paths]
    result = demo.plain_lockstep("add", "nine")
    assert result.json["outcome"] == "restored"
    assert [(it.read_bytes(), it.stat().st_mtime_ns) for it in paths] == before


def test_a_planned_removal_of_an_unknown_package_is_refused(demo: DemoProject) -> None:
    """A replacement of uv names the package: no real case is known that only uv finds."""
    demo.relock("three==2.0", "four==2.0")
    demo.replace_uv(
        '"$UV" "$@" | sed \'s/"changes": \\[/&{"name": "ghost", "version": "1", '
        '"action": "uninstalled"},/\'',
        also_dry_runs=True,
    )
    before = snapshot(demo.root)
    result = demo.plain_lockstep("sync")
    check_result(result, 2, "refused", "uv would remove ghost, which Lockstep does not find")
    check_as_before(demo, before)


def test_both_layouts_in_one_folder(demo: DemoProject) -> None:
    """A Windows layout below one made in WSL; a failed sync restores both."""
    (demo.environment / "Scripts").mkdir()
    (demo.environment / "Scripts/python.exe").write_bytes(b"MZ")
    (demo.environment / "Lib/site-packages").mkdir(parents=True)
    demo.relock("three==2.0", "four==2.0")
    demo.index.behave("fails", r".*whl$")
    before = snapshot(demo.root)
    check_result(demo.plain_lockstep("sync"), 1, "restored", "demo is as it was")
    check_as_before(demo, before)

"""uv's plan decides what happens to an environment, and uv's own check whether it is done."""

from __future__ import annotations

import os
import re
import shlex
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..crash.scenes import snapshot
from ..crash.test_killed import children
from .checks import OLD, RUFF
from .home import Home, check_as_before, check_ended
from .lab import LOCKSTEP, Lab
from .other_pythons import REASONS, by_variable, by_version_file, other_python

pytestmark = pytest.mark.slow

UNPINNED = "five"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path)
    yield home
    home.close()


@pytest.mark.parametrize("changes_python", REASONS)
def test_an_environment_that_uv_replaces_is_replaced_as_a_whole(
    home: Home, changes_python: object
) -> None:
    """uv#16631, uv#13124: whether or not our own check has foreseen it."""
    assert callable(changes_python)
    home.want("three==2.0", "four==2.0")
    changes_python(home)
    (home.environment / "notes.txt").write_text("mine")
    ended = home.lockstep_freely("sync")
    check_ended(ended, 0, "done")
    assert home.freely("sync", "--check").status == 0
    assert not (home.environment / "notes.txt").exists()
    assert not (home.root / ".lockstep").exists()


@pytest.mark.parametrize("changes_python", REASONS)
def test_a_replacement_that_fails_touches_nothing(home: Home, changes_python: object) -> None:
    """The new environment is made in another place first: there the network fails."""
    assert callable(changes_python)
    home.want("three==2.0", "four==2.0")
    changes_python(home)
    home.index.feel("errs", r".*whl$")
    before, folder = snapshot(home.root), home.environment.stat().st_ino
    ended = home.lockstep_freely("sync")
    assert ended.status == 1, ended.out
    assert ended.json["outcome"] == "restored", ended.out
    assert ended.json["message"].endswith("demo is as it was")
    check_as_before(home, before)
    assert home.environment.stat().st_ino == folder


def test_a_managed_python_that_is_not_there_is_refused(home: Home) -> None:
    """uv#13830, with only-managed Pythons and none of them on this machine."""
    home.want("three==2.0", "four==2.0")
    home.variables |= {
        "UV_PYTHON_PREFERENCE": "only-managed",
        "UV_PYTHON_INSTALL_DIR": str(home.root.parent / "no pythons"),
    }
    before = snapshot(home.root)
    ended = home.lockstep_freely("sync")
    check_ended(ended, 2, "refused", "uv found no interpreter for Python >=3.10")
    check_as_before(home, before)


def test_what_a_replacement_loses_is_said_first(home: Home) -> None:
    assert home.freely("pip", "install", UNPINNED).status == 0
    kernel = home.environment / "share/jupyter/kernels/mine"
    kernel.mkdir(parents=True)
    (kernel / "kernel.json").write_text("{}")
    (home.environment / "notes.txt").write_text("mine")
    home.want("three==2.0", "four==2.0")
    by_variable(home)
    ended = home.told("sync")
    assert ended.status == 0, ended.out + ended.err
    (said,) = (it for it in ended.err.splitlines() if it.startswith("lockstep: uv replaces"))
    assert UNPINNED in said
    assert "kernelspecs: mine" in said
    assert "notes.txt" in said
    assert re.search(r"Python 3\.\d+\.\d+ → 3\.12\.\d+", said)


def test_a_repair_keeps_the_python_and_everything_sound(home: Home) -> None:
    assert home.freely("pip", "install", UNPINNED).status == 0
    home.want("three==1.0", "four==2.0")
    by_variable(home)
    (home.site_packages / "three-1.0.dist-info" / "RECORD").unlink()
    kernel = home.environment / "share/jupyter/kernels/mine"
    kernel.mkdir(parents=True)
    config = (home.environment / "pyvenv.cfg").read_bytes()
    ended = home.lockstep_freely("repair")
    check_ended(ended, 0, "done")
    assert [it["name"] for it in ended.json["changes"]] == ["three"]
    assert (home.environment / "pyvenv.cfg").read_bytes() == config
    assert kernel.is_dir()
    assert (home.site_packages / "four-1.0.dist-info").is_dir()
    assert (home.site_packages / "five.py").is_file()


def test_held_files_of_an_environment_that_uv_replaces(tmp_path: Path, shim: Path) -> None:
    """uv#16631 on Windows: the running program keeps its files, in the aside folder."""
    lab = Lab(tmp_path / "held", shim)
    lab.make(RUFF, OLD)
    assert lab.freely("pip", "uninstall", "markupsafe").status == 0
    by_version_file(lab)
    holder = lab.hold_ruff()
    ended = lab.lockstep("sync")
    assert ended.status == 0, ended.out + ended.err
    assert lab.freely("sync", "--check").status == 0
    assert holder.poll() is None
    lab.close()


def test_what_uv_would_install_again_and_again_is_a_warning(home: Home) -> None:
    home.more += '[tool.uv]\nreinstall-package = ["three"]\n'
    home.want("three==2.0", "four==2.0")
    ended = home.lockstep_freely("sync")
    check_ended(ended, 0, "done")
    (warning,) = ended.json["warnings"]
    assert warning.startswith("uv would install three again at every sync")


def test_files_that_another_package_lacks_are_installed_again_too(home: Home) -> None:
    """uv#16867: a sync that is done leaves no package that cannot be imported."""
    home.want("three==1.0", "four==2.0")
    (home.site_packages / "parts" / "a.py").unlink()
    ended = home.lockstep_freely("sync")
    check_ended(ended, 0, "done")
    assert (home.site_packages / "parts" / "a.py").read_text() == "1.0"
    assert home.lockstep_freely("check", "--files").status == 0


def test_a_package_that_stays_damaged_is_named(home: Home) -> None:
    """It cannot be fetched again, and is no reason to undo what was asked for."""
    home.want("three==1.0", "four==2.0")
    home.index.feel("errs", r"/three-1.*whl$")
    (home.site_packages / "parts" / "a.py").unlink()
    ended = home.lockstep_freely("sync")
    check_ended(ended, 0, "done")
    assert ended.json["warnings"][-1].startswith("three lacks files"), ended.out
    assert (home.site_packages / "four-2.0.dist-info").is_dir()


def test_a_lockfile_that_only_uv_calls_stale_is_refused(home: Home) -> None:
    """A variable of the shell is no part of the project; uv compares it."""
    home.want("three==2.0", "four==2.0")
    home.variables["UV_PRERELEASE"] = "allow"
    before = snapshot(home.root)
    ended = home.lockstep_freely("sync")
    check_ended(ended, 2, "refused", "no longer fits")
    check_as_before(home, before)
    check_ended(home.lockstep_freely("sync", "--frozen"), 0, "done")


def test_a_plan_that_is_not_understood_is_refused(home: Home) -> None:
    home.want("three==2.0", "four==2.0")
    home.stand_in('[ "$1" != sync ] && exec "$UV" "$@"; echo "{}"', also_asked=True)
    before = snapshot(home.root)
    ended = home.lockstep_freely("sync")
    check_ended(ended, 2, "refused", "is not understood; uv 0.9.19 or newer is needed")
    check_as_before(home, before)


def test_an_environment_that_uv_replaces_in_spite_of_its_plan(home: Home) -> None:
    """What our own uv has destroyed is never called another's doing, nor as it was."""
    home.want("three==2.0", "four==2.0")
    replaces = f'"$UV" venv --clear "{home.environment}"; echo "Creating virtual environment at: x"'
    home.stand_in(f'[ "$1" = sync ] || exec "$UV" "$@"; {replaces}; exit 2')
    ended = home.lockstep_freely("sync")
    assert ended.status == 1, ended.out
    assert ended.json["outcome"] == "failed"
    assert "as it was" not in ended.out
    assert "another process" not in ended.out
    assert ended.json["not_restored"]
    assert "`lockstep recreate` makes a new environment" in ended.json["error"]["hint"]


def test_a_change_in_uv_configuration_between_plan_and_run(home: Home) -> None:
    """The run names the interpreter of the plan, so a version file that appears changes nothing."""
    home.want("three==2.0", "four==2.0")
    python = (home.environment / "pyvenv.cfg").read_bytes()
    path = home.root / ".python-version"
    home.stand_in(f'[ "$1" = sync ] && echo "{other_python()}" > "{path}"; exec "$UV" "$@"')
    check_ended(home.lockstep_freely("sync"), 0, "done")
    assert (home.environment / "pyvenv.cfg").read_bytes() == python


def test_a_wait_for_another_installer_is_shown_and_can_be_cancelled(
    home: Home, tmp_path: Path
) -> None:
    home.want("three==2.0", "four==2.0")
    gate, lock = tmp_path / "gate to wait at", home.environment / ".lock"
    os.mkfifo(gate)
    holds = f'exec 9<>"{lock}"; flock 9; echo here; read _ <"{gate}"'
    home.hold("sh", "-c", holds, ready=b"here\n")
    before = snapshot(home.root)
    # Progress is shown on a terminal only, which `script` is.
    sync = shlex.join((*LOCKSTEP, "sync"))
    process = home.start_program("script", "--quiet", "--return", "--command", sync, "/dev/null")
    with process:
        assert process.stdout is not None
        said = iter(process.stdout.readline, "")
        assert any("waiting for another installer" in it for it in said)
        (waiting,) = children(process.pid)[:1]
        os.kill(waiting, signal.SIGINT)
        left = "".join(said)
    assert process.returncode == 130, left
    check_as_before(home, before)


def test_a_removal_of_a_package_that_is_not_found_is_refused(home: Home) -> None:
    """A stand-in names it: no environment is known in which a look misses what uv sees."""
    home.want("three==2.0", "four==2.0")
    home.stand_in(
        '"$UV" "$@" | sed \'s/"changes": \\[/&{"name": "ghost", "version": "1", '
        '"action": "uninstalled"},/\'',
        also_asked=True,
    )
    before = snapshot(home.root)
    ended = home.lockstep_freely("sync")
    check_ended(ended, 2, "refused", "uv would remove ghost, which Lockstep does not find")
    check_as_before(home, before)


def test_both_layouts_in_one_folder(home: Home) -> None:
    """That of Windows lies below one made in WSL; a sync that fails puts all back."""
    (home.environment / "Scripts").mkdir()
    (home.environment / "Scripts/python.exe").write_bytes(b"MZ")
    (home.environment / "Lib/site-packages").mkdir(parents=True)
    home.want("three==2.0", "four==2.0")
    home.index.feel("errs", r".*whl$")
    before = snapshot(home.root)
    check_ended(home.lockstep_freely("sync"), 1, "restored", "demo is as it was")
    check_as_before(home, before)

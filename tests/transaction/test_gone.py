"""State folders of environments that are gone are deleted, and no others."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from lockstep.aside.aside_list import remember
from lockstep.aside.state_folder import state_folder
from lockstep.aside.state_folders import (
    environment_of_state,
    remember_environment,
    state_folders,
)
from lockstep.errors import Busy
from lockstep.host.existence import is_gone
from lockstep.host.own_host import own_host
from lockstep.operations.upkeep import delete_now, sweep_now
from lockstep.transaction.gone import forget_gone, last_look_path
from lockstep.transaction.guard import guard_if_free, take_guard
from tests.transaction.gone_projects import look, name_of, used

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")


def test_a_state_folder_knows_its_environment(projects: Path, base: str) -> None:
    environment, state = used(projects, base)
    assert environment_of_state(state) == str(environment)
    # A path of another environment, which an attacker may have put there, does not count.
    other = state_folder(str(projects / "other/.venv"), base)
    remember_environment(other, str(environment))
    assert environment_of_state(other) == ""
    for text in ('{"damaged', '{"a": 1}', "7", "", '"\\ud800"', '"\\u0000"'):
        Path(other.environment).write_text(text)
        assert environment_of_state(other) == ""


@pytest.mark.parametrize("deleted", [".", ".venv"])
def test_the_environment_is_gone(deleted: str, projects: Path, base: str) -> None:
    environment, state = used(projects, base)
    _, kept = used(projects, base, "kept")
    assert look(base) == sorted((name_of(state), name_of(kept)))
    shutil.rmtree(environment.parent / deleted)
    assert look(base) == [name_of(kept)]


def test_a_disk_that_is_not_mounted(projects: Path, base: str) -> None:
    """Neither a missing folder above the project, nor an empty one."""
    (projects / "disk").mkdir()
    environment, state = used(projects / "disk", base)
    shutil.move(projects / "disk" / "demo", projects / "unmounted")
    assert look(base) == [name_of(state)]
    (projects / "disk").rmdir()
    assert look(base) == [name_of(state)]
    # The project itself is a mount point.
    environment.parent.mkdir(parents=True)
    (projects / "disk" / "second").mkdir()
    assert look(base) == [name_of(state)]
    environment.parent.rmdir()
    assert look(base) == []


@posix_only
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may read everything")
def test_a_project_that_cannot_be_read(projects: Path, base: str) -> None:
    environment, state = used(projects, base)
    shutil.rmtree(environment)
    environment.parent.chmod(0)
    try:
        assert look(base) == [name_of(state)]
    finally:
        environment.parent.chmod(0o755)


@pytest.mark.parametrize("mistake", [PermissionError(13, "no"), OSError(5, "broken disk")])
def test_an_error_is_not_absence(
    mistake: OSError, projects: Path, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment, state = used(projects, base)
    shutil.rmtree(environment)
    lstat = os.lstat

    def failing(path: str) -> os.stat_result:
        if os.fspath(path) == str(environment):
            raise mistake
        return lstat(path)

    monkeypatch.setattr(os, "lstat", failing)
    assert look(base) == [name_of(state)]
    monkeypatch.undo()
    assert look(base) == []


def test_an_interrupted_transaction(projects: Path, base: str) -> None:
    environment, state = used(projects, base)
    shutil.rmtree(environment)
    Path(state.journal).write_text("")
    assert look(base) == [name_of(state)]
    assert Path(state.owner).exists()


def test_a_guard_that_is_held(projects: Path, base: str) -> None:
    environment, state = used(projects, base)
    shutil.rmtree(environment)
    guard = take_guard(own_host(), state)
    assert guard_if_free(own_host(), state) is None
    assert look(base) == [name_of(state)]
    guard.release()
    assert look(base) == []


def test_an_aside_folder_that_is_left(projects: Path, base: str) -> None:
    environment, state = used(projects, base)
    left = environment.parent / ".lockstep" / "1"
    left.mkdir(parents=True)
    remember(state, str(left))
    shutil.rmtree(environment)
    assert look(base) == [name_of(state)]
    shutil.rmtree(left.parent)
    assert look(base) == []


def test_what_is_not_of_lockstep_stays(projects: Path, base: str) -> None:
    environment, state = used(projects, base)
    shutil.rmtree(environment)
    note = Path(state.path) / "note.txt"
    note.write_text("mine")
    others = [Path(base) / "environments" / it for it in ("mine", "0" * 21, "A" * 20)]
    for it in others:
        it.mkdir()
    assert look(base) == [name_of(state)]
    assert Path(state.owner).exists()
    note.unlink()
    assert look(base) == []
    assert all(it.is_dir() for it in others)


@posix_only
def test_a_link_in_the_place_of_a_state_folder(projects: Path, base: str) -> None:
    environment, state = used(projects, base)
    shutil.rmtree(environment)
    Path(state.path).rename(projects / "moved")
    Path(state.path).symlink_to(projects / "moved")
    assert look(base) == []
    assert (projects / "moved" / "owner.json").exists()


def test_a_command_deletes_them(projects: Path, base: str) -> None:
    environment, state = used(projects, base)
    other, _ = used(projects, base, "kept")
    shutil.rmtree(environment)
    assert sweep_now(str(other)).kind == "nothing"
    assert not Path(state.path).exists()
    Path(last_look_path(base)).unlink()
    # Also the one of the environment that it deletes itself.
    assert delete_now(str(other)).kind == "done"
    assert state_folders(base) == ()


def test_a_state_folder_that_is_deleted_while_a_command_waits(projects: Path, base: str) -> None:
    """The command has the path of the folder, and creates it again."""
    _, state = used(projects, base)
    shutil.rmtree(state.path)
    guard = take_guard(own_host(), state)
    with pytest.raises(Busy):
        take_guard(own_host(), state)
    guard.release()


def test_an_unreadable_state_folder_is_no_error(base: str) -> None:
    Path(base).mkdir(parents=True)
    (Path(base) / "environments").write_text("a file")
    forget_gone(own_host(), base)
    assert (Path(base) / "environments").read_text() == "a file"


@pytest.mark.parametrize("path", ["//server/share/demo/.venv", "\0", ""])
def test_paths_that_are_never_gone(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if path.startswith("//"):
        monkeypatch.setattr(os.path, "splitdrive", lambda _: ("\\\\server\\share", ""))
    assert not is_gone(path)

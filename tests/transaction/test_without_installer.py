"""Transactions without an installer, with a system error in the middle."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest

from lockstep.aside.inventory import take_inventory_again
from lockstep.aside.saved_inventory import NO_BASE, save_inventory
from lockstep.aside.state_folder import state_folder
from lockstep.errors import Refused
from lockstep.host.contract import Host
from lockstep.host.own_host import own_host
from lockstep.host.processes import started
from lockstep.transaction.guarded import GuardedEnvironment
from lockstep.transaction.recovery import recover_interrupted
from lockstep.transaction.without_installer import (
    UpkeepResult,
    delete_environment,
    free_environment,
    sweep_environment,
)
from tests.environments import make_environment


def guarded(
    work: Callable[[GuardedEnvironment], UpkeepResult], host: Host, environment: Path
) -> UpkeepResult:
    """Run work under the guard, after a recovery; the result with all warnings."""
    with GuardedEnvironment(host, str(environment)) as guarded_environment:
        guarded_environment.take()
        result = work(guarded_environment)
        return result._replace(warnings=(*guarded_environment.warnings, *result.warnings))


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("lockstep.aside.state_folder._place", lambda *_: str(tmp_path / "state"))
    make_environment(tmp_path / ".venv")
    return tmp_path / ".venv"


def test_a_guard_is_released_if_its_owner_cannot_be_written(environment: Path) -> None:
    state = state_folder(str(environment))
    owner = Path(state.path) / "owner.json"
    owner.mkdir()
    with pytest.raises(Refused, match="no journal can be kept"):
        guarded(sweep_environment, own_host(), environment)
    owner.rmdir()
    guarded(sweep_environment, own_host(), environment)


@pytest.mark.parametrize("owner", [None, ""], ids=["unreadable", "being written"])
def test_an_installer_is_not_ended_while_its_owner_may_live(
    environment: Path, owner: str | None
) -> None:
    state = state_folder(str(environment))
    name = Path(state.path) / "owner.json"
    if owner is None:
        name.mkdir()  # a read of it fails, also for root
    else:
        name.write_text(owner)
    guard = own_host().take_lock(state.guard, 0.0)
    assert guard is not None
    with subprocess.Popen((sys.executable, "-c", "input()"), stdin=-1) as installer:
        process = [installer.pid, started(installer.pid)]
        lines = {"begin": {"kind": "packages"}}, {"installer": process}
        Path(state.journal).write_text("".join(json.dumps(it) + "\n" for it in lines))
        with pytest.raises(Refused):
            guarded(sweep_environment, own_host(), environment)
        assert installer.poll() is None
        installer.communicate(b"\n")
    guard.release()


class FailAfterSwap:
    """Renames until a file is set aside and its copy is in place; then every rename fails."""

    def __init__(self, rename: Callable[[str, str], None]) -> None:
        self._rename = rename
        self._left = 2

    def __call__(self, source: str, target: str) -> None:
        self._left -= 1
        if self._left < 0:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), source)
        self._rename(source, target)


def test_an_incomplete_rollback_is_not_reported_as_restored(environment: Path) -> None:
    """The disk is full after the first swap, and that file cannot be moved back."""
    for name in ("first", "second"):
        (environment / name).write_text(name)
    host = own_host()
    back = FailAfterSwap(host.rename)
    copy = host.copy

    def copies_once(source: str, target: str) -> None:
        if source.endswith("second"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), source)
        copy(source, target)

    with (
        patch.object(host, "is_held", lambda path, _: path.endswith(("first", "second"))),
        patch.object(host, "copy", copies_once),
        patch.object(host, "rename", back),
        pytest.raises(Refused, match=r"the rollback is not complete: cannot put back .*first"),
    ):
        guarded(free_environment, host, environment)
    guarded(sweep_environment, own_host(), environment)
    assert (environment / "first").read_text() == "first"
    assert not (environment.parent / ".lockstep").exists()


def failing(mistake: int, part: str, work: Callable[..., None]) -> Callable[..., None]:
    """Work that fails with this errno for paths that contain `part`."""

    def working(*paths: str, **options: object) -> None:
        if any(part in it for it in paths):
            raise OSError(mistake, os.strerror(mistake), paths[-1])
        work(*paths, **options)

    return working


def test_an_error_after_a_deletion_is_a_warning(environment: Path) -> None:
    """The environment is deleted and cannot be restored, so the result is not a failure."""
    unlink = failing(errno.EIO, "journal.jsonl", os.unlink)
    with patch.object(os, "unlink", unlink):
        result = guarded(delete_environment, own_host(), environment)
    (warning,) = result.warnings
    assert warning.endswith("Input/output error; `lockstep sweep` deletes what was set aside")
    assert not environment.exists()
    ended = guarded(sweep_environment, own_host(), environment)
    assert ended.warnings == ("an interrupted sync was completed",)
    assert not (environment.parent / ".lockstep").exists()


def test_nothing_starts_while_a_journal_cannot_be_deleted(environment: Path) -> None:
    state = state_folder(str(environment))
    unlink = failing(errno.EIO, "journal.jsonl", os.unlink)
    with patch.object(os, "unlink", unlink):
        guarded(delete_environment, own_host(), environment)
        with pytest.raises(
            Refused, match=r"an interrupted sync was completed; .*Input/output error"
        ):
            recover_interrupted(own_host(), state)
    assert recover_interrupted(own_host(), state)


def test_an_unreadable_file_is_not_reported_as_free(environment: Path) -> None:
    """A hard link that fails with an I/O error does not show whether the file is held."""
    (environment / "first").touch()
    link = failing(errno.EIO, "first", os.link)
    with (
        patch.object(os, "link", link),
        pytest.raises(Refused, match="Input/output error; everything is as it was"),
    ):
        guarded(free_environment, own_host(), environment)


def test_a_deletion_removes_the_empty_folder(environment: Path) -> None:
    """The environment counts as deleted once it is set aside."""
    host = own_host()
    with patch.object(host, "remove", failing(errno.EIO, str(environment), host.remove)):
        result = guarded(delete_environment, host, environment)
    assert result.not_deleted == ()
    assert not environment.exists()


def test_a_recovery_does_not_fail_where_nothing_can_be_swept(environment: Path) -> None:
    unlink = failing(errno.EIO, "journal.jsonl", os.unlink)
    with patch.object(os, "unlink", unlink):
        guarded(delete_environment, own_host(), environment)
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    with patch("lockstep.aside.aside_list._write_aside_folders", side_effect=full):
        cut_off, warning = guarded(lambda _: UpkeepResult(), own_host(), environment).warnings
    assert cut_off == "an interrupted sync was completed"
    assert warning.startswith("No space left on device")


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no marks there")
def test_a_deletion_deletes_the_saved_inventory(environment: Path) -> None:
    """The saved inventory is some megabytes, and useless without the environment."""
    state, root = state_folder(str(environment)), str(environment.resolve())
    with patch("lockstep.aside.inventory.SETTLED_NS", 0):
        save_inventory(state, take_inventory_again(root, "", NO_BASE.inventory), NO_BASE)
    assert state.bases()
    guarded(delete_environment, own_host(), environment)
    assert not environment.exists()
    left = {"guard", "owner.json", "rooms", "environment.json"}
    assert {it.name for it in Path(state.path).iterdir()} <= left

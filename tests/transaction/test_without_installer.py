"""Work without an installer, where the system refuses something in its middle."""

from __future__ import annotations

import errno
import os
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
    """The result of work under the guard, after a recovery; with the warnings of both."""
    with GuardedEnvironment(host, str(environment)) as place:
        place.take()
        result = work(place)
        return result._replace(warnings=(*place.warnings, *result.warnings))


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("lockstep.aside.state_folder._place", lambda *_: str(tmp_path / "state"))
    make_environment(tmp_path / ".venv")
    return tmp_path / ".venv"


def test_a_guard_whose_owner_cannot_be_written_is_let_go(environment: Path) -> None:
    state = state_folder(str(environment))
    owner = Path(state.path) / "owner.json"
    owner.mkdir()
    with pytest.raises(Refused, match="no journal can be kept"):
        guarded(sweep_environment, own_host(), environment)
    owner.rmdir()
    guarded(sweep_environment, own_host(), environment)


class NotBack:
    """Renames until the file itself is aside and its copy in its place; then no more."""

    def __init__(self, rename: Callable[[str, str], None]) -> None:
        self._rename = rename
        self._left = 2

    def __call__(self, source: str, target: str) -> None:
        self._left -= 1
        if self._left < 0:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), source)
        self._rename(source, target)


def test_what_cannot_be_put_back_yet_is_not_called_as_it_was(environment: Path) -> None:
    """The disk is full after the first swap, whose file does not return."""
    for name in ("first", "second"):
        (environment / name).write_text(name)
    host = own_host()
    back = NotBack(host.rename)
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


def refuses(mistake: int, part: str, work: Callable[..., None]) -> Callable[..., None]:
    """Work that the system refuses for paths with this part."""

    def working(*paths: str, **options: object) -> None:
        if any(part in it for it in paths):
            raise OSError(mistake, os.strerror(mistake), paths[-1])
        work(*paths, **options)

    return working


def test_what_is_refused_after_a_deletion_is_a_warning(environment: Path) -> None:
    """The environment is gone, and nothing brings it back."""
    unlink = refuses(errno.EIO, "journal.jsonl", os.unlink)
    with patch.object(os, "unlink", unlink):
        result = guarded(delete_environment, own_host(), environment)
    (warning,) = result.warnings
    assert warning.endswith("Input/output error; `lockstep sweep` deletes what was set aside")
    assert not environment.exists()
    ended = guarded(sweep_environment, own_host(), environment)
    assert ended.warnings == ("an interrupted sync was completed",)
    assert not (environment.parent / ".lockstep").exists()


def test_nothing_begins_beside_a_journal_that_cannot_be_deleted(environment: Path) -> None:
    state = state_folder(str(environment))
    unlink = refuses(errno.EIO, "journal.jsonl", os.unlink)
    with patch.object(os, "unlink", unlink):
        guarded(delete_environment, own_host(), environment)
        with pytest.raises(
            Refused, match=r"an interrupted sync was completed; .*Input/output error"
        ):
            recover_interrupted(own_host(), state)
    assert recover_interrupted(own_host(), state)


def test_what_cannot_be_told_of_a_file_is_not_called_free(environment: Path) -> None:
    """A second name that is refused for an error of the disk tells nothing."""
    (environment / "first").touch()
    link = refuses(errno.EIO, "first", os.link)
    with (
        patch.object(os, "link", link),
        pytest.raises(Refused, match="Input/output error; everything is as it was"),
    ):
        guarded(free_environment, own_host(), environment)


def test_a_deletion_leaves_no_folder_that_had_to_be_removed(environment: Path) -> None:
    """The environment is gone as soon as it is aside."""
    host = own_host()
    with patch.object(host, "remove", refuses(errno.EIO, str(environment), host.remove)):
        result = guarded(delete_environment, host, environment)
    assert result.not_deleted == ()
    assert not environment.exists()


def test_a_recovery_does_not_fail_where_nothing_can_be_swept(environment: Path) -> None:
    unlink = refuses(errno.EIO, "journal.jsonl", os.unlink)
    with patch.object(os, "unlink", unlink):
        guarded(delete_environment, own_host(), environment)
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    with patch("lockstep.aside.aside_list._write_aside_folders", side_effect=full):
        cut_off, warning = guarded(lambda _: UpkeepResult(), own_host(), environment).warnings
    assert cut_off == "an interrupted sync was completed"
    assert warning.startswith("No space left on device")


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no marks there")
def test_nothing_is_kept_of_an_environment_that_is_deleted(environment: Path) -> None:
    """The inventory that a transaction leaves has some megabytes, and is of no use without it."""
    state, root = state_folder(str(environment)), str(environment.resolve())
    with patch("lockstep.aside.inventory.SETTLED_NS", 0):
        save_inventory(state, take_inventory_again(root, "", NO_BASE.inventory), NO_BASE)
    assert state.bases()
    guarded(delete_environment, own_host(), environment)
    assert not environment.exists()
    left = {"guard", "owner.json", "rooms", "environment.json"}
    assert {it.name for it in Path(state.path).iterdir()} <= left

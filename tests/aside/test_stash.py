"""Setting packages aside: only held files are copied."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from unittest.mock import patch

import pytest

from lockstep.aside.aside_folder import AsideFolder, make_aside_folder
from lockstep.aside.context import Context
from lockstep.aside.journal import Journal
from lockstep.aside.stash import set_packages_aside
from lockstep.errors import Refused
from lockstep.host.own_host import own_host
from lockstep.transaction.guarded import GuardedEnvironment
from lockstep.transaction.without_installer import free_environment

from ..environments import make_environment


@pytest.mark.parametrize("held", [(), ("b.so",), ("a.py", "b.so")])
def test_only_held_files_are_copied(tmp_path: Path, held: tuple[str, ...]) -> None:
    root = tmp_path / "environment"
    root.mkdir()
    for name in ("a.py", "b.so"):
        (root / name).write_text(name)
    host = own_host()
    before = {name: (root / name).stat().st_ino for name in ("a.py", "b.so")}
    aside_folder = AsideFolder(str(tmp_path / ".lockstep/1"))
    make_aside_folder(host, aside_folder.path)
    journal = Journal(str(tmp_path / "journal"))
    with (
        patch.object(host, "is_held", lambda path, _: path.endswith(held) if held else False),
        patch.object(host, "copy", wraps=host.copy) as copy,
    ):
        swapped = set_packages_aside(Context(host, aside_folder, str(root)), journal, before)
    journal.close()
    assert swapped == held
    assert copy.call_count == len(held)
    kept = {it.stat().st_ino for it in Path(aside_folder.path).iterdir()}
    assert kept == set(before.values())
    assert {name for name in before if (root / name).stat().st_ino != before[name]} == {*held}


def test_a_full_disk_is_not_reported_as_a_holder(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`free`, which copies held files, restores everything and reports the full disk."""
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path_factory.mktemp("state")))
    environment = make_environment(tmp_path / ".venv").parents[2]
    (environment / "held").write_text("held")
    before = sorted(it.name for it in tmp_path.rglob("*"))
    host = own_host()
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "copy")
    with (
        patch.object(host, "is_held", lambda path, _: path.endswith("held")),
        patch.object(host, "copy", side_effect=full),
        GuardedEnvironment(host, str(environment)) as guarded,
        pytest.raises(Refused, match="copy: No space left on device; everything is as it was"),
    ):
        free_environment(guarded)
    assert sorted(it.name for it in tmp_path.rglob("*")) == before


def test_an_environment_deleted_during_free_is_not_reported_as_restored(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path_factory.mktemp("state")))
    environment = make_environment(tmp_path / ".venv").parents[2]
    (environment / "held").write_text("held")
    host = own_host()

    def copy(source: str, _: str) -> None:
        shutil.rmtree(environment)
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), source)

    with (
        patch.object(host, "is_held", lambda path, _: path.endswith("held")),
        patch.object(host, "copy", copy),
        GuardedEnvironment(host, str(environment)) as guarded,
        pytest.raises(Refused, match="was deleted or recreated by another program"),
    ):
        free_environment(guarded)
    assert not environment.exists()

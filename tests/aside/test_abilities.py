"""The abilities of a file system, where some of them are missing or cannot be found out."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from lockstep.aside import abilities
from lockstep.host.own_host import own_host


def test_file_systems_that_lack_something(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    host, folder = own_host(), str(tmp_path)
    (tmp_path / "other").mkdir()

    def refuses(number: int) -> None:
        def refusal(*_: object) -> None:
            raise OSError(number, os.strerror(number))

        for name in ("link", "rename", "take_lock"):
            monkeypatch.setattr(host, name, refusal, raising=False)
        monkeypatch.setattr(os, "fsync", refusal)

    refuses(errno.ENOTSUP)
    assert abilities.locks(host, folder) == f"no: {os.strerror(errno.ENOTSUP)}"
    assert abilities.fsync(host, folder) == "no"
    refuses(errno.EXDEV)
    other = str(tmp_path / "other")
    assert abilities.renames(host, folder, other) == f"no: {os.strerror(errno.EXDEV)}"
    refuses(errno.EIO)
    told = f"unknown: {folder}: {os.strerror(errno.EIO)}"
    assert abilities.fsync(host, folder) == told
    assert abilities.hard_links(host, folder) == told
    monkeypatch.setattr(host, "link", lambda *_: False)
    assert abilities.hard_links(host, folder) == "no"
    assert abilities.locks(own_host(), str(tmp_path / "nowhere")).startswith("unknown: ")
    assert [it.name for it in tmp_path.iterdir()] == ["other"]
    assert not list((tmp_path / "other").iterdir())


def test_a_lock_that_excludes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    host = own_host()
    lock = host.take_lock(str(tmp_path / "x"), 0.0)
    assert lock is not None
    monkeypatch.setattr(type(lock), "release", lambda _: None)
    monkeypatch.setattr(host, "take_lock", lambda *_: lock)
    found = abilities.locks(host, str(tmp_path))
    assert found == "no: a lock does not exclude a second one"

"""Deletion of aside folders with any contents."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from lockstep.aside.aside_folder import make_aside_folder, sweep_aside_folder
from lockstep.host.own_host import own_host

DEEP = 1200
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no open folders")


@posix_only
def test_folders_deeper_than_the_recursion_limit(tmp_path: Path) -> None:
    aside_folder = make_aside_folder(own_host(), str(tmp_path / ".lockstep/1"))
    place = aside_folder.place(1)
    Path(place).mkdir()
    handle = os.open(place, os.O_RDONLY)
    for _ in range(DEEP):
        os.mkdir("d", dir_fd=handle)
        inner = os.open("d", os.O_RDONLY, dir_fd=handle)
        os.close(handle)
        handle = inner
    os.close(handle)
    assert sweep_aside_folder(own_host(), aside_folder.path)
    assert not (tmp_path / ".lockstep").exists()


@posix_only
def test_a_link_in_place_of_a_folder_is_not_followed(tmp_path: Path) -> None:
    """Another user puts the link there after the folder was listed and before it is deleted."""
    precious = tmp_path / "precious"
    (precious / "inner").mkdir(parents=True)
    (precious / "inner/data").write_text("mine")
    aside_folder = make_aside_folder(own_host(), str(tmp_path / ".lockstep/1"))
    (tmp_path / ".lockstep/1/1/inner").mkdir(parents=True)
    opened = os.open

    def swapping(path: str, flags: int, *arguments: Any, **options: Any) -> int:
        if path == "inner":
            inner = tmp_path / ".lockstep/1/1/inner"
            inner.rename(tmp_path / "moved")
            inner.symlink_to(precious / "inner")
        return opened(path, flags, *arguments, **options)

    with patch.object(os, "open", swapping):
        assert not sweep_aside_folder(own_host(), aside_folder.path)
    assert (precious / "inner/data").read_text() == "mine"


@posix_only
def test_a_linked_parent_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious/1").write_text("mine")
    (tmp_path / "aside").symlink_to("precious")
    assert not own_host().delete_tree(str(tmp_path / "aside/1"))
    assert (tmp_path / "precious/1").read_text() == "mine"
    assert own_host().delete_tree(str(tmp_path / "nowhere/1"))


@posix_only
def test_a_folder_moved_away_does_not_move_the_deletion(tmp_path: Path) -> None:
    """In the moved folder, `..` is another folder, in which nothing may be deleted."""
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "data").write_text("mine")
    aside_folder = make_aside_folder(own_host(), str(tmp_path / ".lockstep/1"))
    place = tmp_path / ".lockstep/1/1"
    (place / "inner").mkdir(parents=True)
    (place / "inner/old").write_text("old")
    unlink = os.unlink

    def moving(path: str, **options: Any) -> None:
        unlink(path, **options)
        if path == "old":
            (place / "inner").rename(precious / "inner")

    with patch.object(os, "unlink", moving):
        assert not sweep_aside_folder(own_host(), aside_folder.path)
    assert (precious / "data").read_text() == "mine"
    assert sweep_aside_folder(own_host(), aside_folder.path)


@posix_only
def test_every_entry_is_tried(tmp_path: Path) -> None:
    aside_folder = make_aside_folder(own_host(), str(tmp_path / ".lockstep/1"))
    place = tmp_path / ".lockstep/1/1"
    for name in ("a/b/stays", "a/goes", "c/d/goes", "goes"):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text("")
    unlink = os.unlink

    def refusing(path: str, **options: Any) -> None:
        if path == "stays":
            raise PermissionError(13, "Permission denied", path)
        unlink(path, **options)

    with patch.object(os, "unlink", refusing):
        assert not sweep_aside_folder(own_host(), aside_folder.path)
    left = {str(it.relative_to(place)) for it in place.rglob("*")}
    assert left == {"a", "a/b", "a/b/stays"}
    assert sweep_aside_folder(own_host(), aside_folder.path)
    assert not (tmp_path / ".lockstep").exists()

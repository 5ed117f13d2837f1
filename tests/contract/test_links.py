"""Links and junctions: code that sets aside, sweeps or restores does not follow them."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from lockstep.aside.aside_folder import sweep_aside_folder
from lockstep.aside.inventory import take_inventory
from lockstep.host.links import is_link, leads_elsewhere
from lockstep.host.own_host import own_host

_FOLDER = stat.S_IFDIR | 0o700


def make_link(link: Path, target: Path) -> None:
    """Create a link to a folder; on Windows a junction, which needs no privilege."""
    if sys.platform == "win32":
        import _winapi

        _winapi.CreateJunction(str(target), str(link))
    else:
        link.symlink_to(target)


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder with a file that must not be touched."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "file").write_text("text")
    return folder


def test_a_link_is_recognized(outside: Path, tmp_path: Path) -> None:
    make_link(tmp_path / "link", outside)
    assert is_link(str(tmp_path / "link"))
    assert not is_link(str(outside))
    assert not is_link(str(tmp_path / "nothing"))


@pytest.mark.parametrize(("tag", "is_one"), [(0xA0000003, True), (0, False), (0x9000001A, False)])
def test_a_junction_is_a_link_and_a_cloud_file_is_not(tag: int, *, is_one: bool) -> None:
    found: Any = SimpleNamespace(st_mode=_FOLDER, st_reparse_tag=tag)
    assert leads_elsewhere(found) is is_one


def test_a_sweep_keeps_the_target_of_a_link(outside: Path, tmp_path: Path) -> None:
    aside_folder = tmp_path / ".lockstep" / "1"
    (aside_folder / "1" / "below").mkdir(parents=True)
    make_link(aside_folder / "1" / "below" / "link", outside)
    make_link(aside_folder / "2", outside)
    assert sweep_aside_folder(own_host(), str(aside_folder))
    assert not os.path.lexists(aside_folder)
    assert (outside / "file").read_text() == "text"


def test_an_inventory_has_a_link_but_not_its_target(outside: Path, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    environment.mkdir()
    make_link(environment / "link", outside)
    picture = take_inventory(str(environment))
    ((path, stamp),) = picture.paths()
    assert (path, stamp) == ("link", f"link {outside}")

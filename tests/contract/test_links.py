"""Links and junctions: nothing that sets aside, sweeps or restores goes through one."""

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


def lead(link: Path, target: Path) -> None:
    """A link to a folder; on Windows a junction, which needs no rights."""
    if sys.platform == "win32":
        import _winapi

        _winapi.CreateJunction(str(target), str(link))
    else:
        link.symlink_to(target)


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder with a file that is nobody's business."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "file").write_text("text")
    return folder


def test_a_link_is_one(outside: Path, tmp_path: Path) -> None:
    lead(tmp_path / "link", outside)
    assert is_link(str(tmp_path / "link"))
    assert not is_link(str(outside))
    assert not is_link(str(tmp_path / "nothing"))


@pytest.mark.parametrize(("tag", "is_one"), [(0xA0000003, True), (0, False), (0x9000001A, False)])
def test_a_junction_is_one_and_a_file_of_a_cloud_is_none(tag: int, *, is_one: bool) -> None:
    found: Any = SimpleNamespace(st_mode=_FOLDER, st_reparse_tag=tag)
    assert leads_elsewhere(found) is is_one


def test_what_is_swept_is_not_what_a_link_leads_to(outside: Path, tmp_path: Path) -> None:
    aside_folder = tmp_path / ".lockstep" / "1"
    (aside_folder / "1" / "below").mkdir(parents=True)
    lead(aside_folder / "1" / "below" / "link", outside)
    lead(aside_folder / "2", outside)
    assert sweep_aside_folder(own_host(), str(aside_folder))
    assert not os.path.lexists(aside_folder)
    assert (outside / "file").read_text() == "text"


def test_a_picture_shows_a_link_and_not_what_it_leads_to(outside: Path, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    environment.mkdir()
    lead(environment / "link", outside)
    picture = take_inventory(str(environment))
    ((path, stamp),) = picture.paths()
    assert (path, stamp) == ("link", f"link {outside}")

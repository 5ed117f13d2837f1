"""Deleting what was set aside, whatever it is."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from lockstep.aside.aside_folder import make_aside_folder, sweep_aside_folder
from lockstep.host.own_host import own_host

DEEP = 1200


@pytest.mark.skipif(
    sys.platform == "win32", reason="paths of that length need another prefix there"
)
def test_folders_nested_deeper_than_python_calls(tmp_path: Path) -> None:
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

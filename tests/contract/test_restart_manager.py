"""The list of a file's users in the Restart Manager; only real Windows has one, not Wine."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from lockstep.host.process_files import pids_using


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows has a Restart Manager that lists")
def test_a_process_with_an_open_file_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "open"
    with path.open("w"):
        assert os.getpid() in pids_using(str(path))
    assert pids_using(str(path)) == ()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has such a list")
def test_other_platforms_have_no_list(tmp_path: Path) -> None:
    assert pids_using(str(tmp_path)) == ()

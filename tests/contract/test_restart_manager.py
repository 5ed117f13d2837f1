"""Windows' own list of who uses a file. Only a real Windows has it; Wine lists none."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from lockstep.host.process_files import pids_using


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows has a Restart Manager that lists")
def test_who_has_a_file_open_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "open"
    with path.open("w"):
        assert os.getpid() in pids_using(str(path))
    assert pids_using(str(path)) == ()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has such a list")
def test_elsewhere_there_is_no_such_list(tmp_path: Path) -> None:
    assert pids_using(str(tmp_path)) == ()

"""Windows' own list of who uses a file. Only a real Windows has it; Wine lists none."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from lockstep.host.uses import users_of


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows has a Restart Manager that lists")
def test_who_has_a_file_open_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "open"
    with path.open("w"):
        assert os.getpid() in users_of(str(path))
    assert users_of(str(path)) == ()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has such a list")
def test_elsewhere_there_is_no_such_list(tmp_path: Path) -> None:
    assert users_of(str(tmp_path)) == ()

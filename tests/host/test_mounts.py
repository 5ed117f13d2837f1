"""Asking whether a folder is a mount moves nothing, whatever lies in it."""

from __future__ import annotations

import os
from pathlib import Path
from unittest.mock import patch

from lockstep.host.mounts import is_mount_point


def test_a_folder_is_none_and_nothing_is_renamed(tmp_path: Path) -> None:
    """No name that a clone can bring along is ever given to a rename."""
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in (".lockstep-nothing", ".lockstep", "file"):
        (folder / name).write_text(name)
    with patch.object(os, "rename", side_effect=os.rename) as rename:
        assert not is_mount_point(str(folder))
    assert sorted(it.name for it in folder.iterdir()) == [".lockstep", ".lockstep-nothing", "file"]
    assert [it.name for it in tmp_path.iterdir()] == ["folder"]
    assert all(it.args[0].endswith(f"{os.sep}.") for it in rename.call_args_list)


def test_the_root_is_one() -> None:
    assert is_mount_point(Path.cwd().anchor)

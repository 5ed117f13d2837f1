"""The check for a mount point renames nothing, whatever the folder contains."""

from __future__ import annotations

import os
from pathlib import Path
from unittest.mock import patch

from lockstep.host.mounts import is_mount_point


def test_a_plain_folder_is_no_mount_and_nothing_is_renamed(tmp_path: Path) -> None:
    """A name that a clone can contain is never renamed."""
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in (".lockstep-nothing", ".lockstep", "file"):
        (folder / name).write_text(name)
    with patch.object(os, "rename", side_effect=os.rename) as rename:
        assert not is_mount_point(str(folder))
    assert sorted(it.name for it in folder.iterdir()) == [".lockstep", ".lockstep-nothing", "file"]
    assert [it.name for it in tmp_path.iterdir()] == ["folder"]
    assert all(it.args[0].endswith(f"{os.sep}.") for it in rename.call_args_list)


def test_the_root_is_a_mount() -> None:
    assert is_mount_point(Path.cwd().anchor)

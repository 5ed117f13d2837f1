"""What an inventory reuses of an earlier one, and how both are saved."""

from __future__ import annotations

import itertools
import json
import os
import random
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest

from lockstep.aside.inventory import Inventory, take_inventory, take_inventory_again
from lockstep.aside.journal import JournalState
from lockstep.aside.saved_inventory import (
    NO_BASE,
    Base,
    forget_base,
    read_base,
    read_inventory,
    save_inventory,
)
from lockstep.aside.state_folder import StateFolder, state_folder
from lockstep.errors import Refused

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="folders have no marks there")

_numbers = itertools.count()
MOVED = JournalState(aside_folder="/aside", aside={"a": 1})


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An environment with a few folders, all older than the file system clock's last tick."""
    root = tmp_path / ".venv"
    for name in ("bin/tool", "lib/a/one.py", "lib/a/deep/two.py", "lib/b/three.py", "lib/four.py"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)
    (root / "lib/link").symlink_to("a")
    tick(tmp_path)
    return root


@pytest.fixture
def state(root: Path, tmp_path: Path) -> StateFolder:
    return state_folder(str(root), str(tmp_path / "state"))


def tick(folder: Path) -> None:
    """Wait for the next tick of the file system's clock."""
    probe = folder / "tick"
    probe.write_text("")
    before = probe.stat().st_ctime_ns
    while probe.stat().st_ctime_ns == before:
        probe.write_text("")


def look(root: Path, earlier: Inventory = NO_BASE.inventory) -> Inventory:
    with patch("lockstep.aside.inventory.SETTLED_NS", 0):
        return take_inventory_again(str(root), "", earlier)


def listed(root: Path, earlier: Inventory) -> set[str]:
    """The folders that the next inventory lists."""
    now = look(root, earlier)
    return {it for it in now.folders if now.folders[it] is not earlier.folders.get(it)}


def test_a_folder_that_has_not_changed_is_not_listed_again(root: Path) -> None:
    first = look(root)
    assert listed(root, first) == set()
    tick(root.parent)
    (root / "lib/a/new.py").write_text("")
    assert listed(root, first) == {"lib/a"}
    assert look(root, first).folders == take_inventory(str(root)).folders


def test_a_recently_changed_folder_is_listed_again(root: Path) -> None:
    first = take_inventory_again(str(root), "", NO_BASE.inventory)
    assert first.marks == {}
    assert listed(root, first) == set(first.folders)


def add(folder: Path) -> None:
    (folder / f"new-{next(_numbers)}").write_text("new")


def remove(folder: Path) -> None:
    for path in sorted(folder.iterdir())[:1]:
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def replace(folder: Path) -> None:
    """Replace a file by another one with the same name, as installers do."""
    for path in sorted(it for it in folder.iterdir() if it.is_file())[:1]:
        (folder / "tmp").write_text("other")
        (folder / "tmp").rename(path)


def replace_folder(folder: Path) -> None:
    """Replace a folder by another one with the same names in it."""
    for path in sorted(it for it in folder.iterdir() if it.is_dir() and not it.is_symlink())[:1]:
        path.rename(folder / "old")
        shutil.copytree(folder / "old", path, symlinks=True)
        shutil.rmtree(folder / "old")


def swap_folders(folder: Path) -> None:
    """Swap the names of two folders; both keep their times."""
    found = sorted(it for it in folder.iterdir() if it.is_dir() and not it.is_symlink())[:2]
    if len(found) == 2:
        found[0].rename(folder / "tmp")
        found[1].rename(found[0])
        (folder / "tmp").rename(found[1])


def retarget(folder: Path) -> None:
    for path in [it for it in folder.iterdir() if it.is_symlink()]:
        path.unlink()
        path.symlink_to(f"b-{next(_numbers)}")


def set_time_back(folder: Path) -> None:
    """Change the names in a folder, then set its times back."""
    before = folder.stat()
    add(folder)
    os.utime(folder, ns=(before.st_atime_ns, before.st_mtime_ns))


CHANGES = (add, remove, replace, replace_folder, swap_folders, retarget, set_time_back)


@pytest.mark.parametrize("seed", range(40))
def test_every_change_is_found(root: Path, seed: int) -> None:
    rng = random.Random(seed)
    earlier = look(root)
    for _ in range(6):
        tick(root.parent)
        folders = [root, *(it for it in root.rglob("*") if it.is_dir() and not it.is_symlink())]
        change: Callable[[Path], None] = rng.choice(CHANGES)
        change(rng.choice(folders))
        earlier = look(root, earlier)
        assert earlier.folders == take_inventory(str(root)).folders, change


def saved(state: StateFolder, root: Path, base: Base = NO_BASE) -> tuple[Base, Inventory]:
    """Save an inventory; the base afterwards, and the inventory that is read back."""
    base = save_inventory(state, look(root, base.inventory), base)
    read = read_inventory(state, MOVED)
    assert read is not None
    return base, read


def test_a_saved_inventory_is_read_back(root: Path, state: StateFolder) -> None:
    _, first = saved(state, root)
    assert first.folders == take_inventory(str(root)).folders
    base = read_base(state)
    assert base.digest
    tick(root.parent)
    shutil.rmtree(root / "lib/a/deep")
    (root / "bin/other").write_text("")
    again, second = saved(state, root, base)
    assert second.folders == take_inventory(str(root)).folders
    assert again.digest in state.bases()


def test_only_changes_are_written_again(root: Path, state: StateFolder) -> None:
    for number in range(40):
        (root / f"lib/b/more-{number}").mkdir()
    tick(root.parent)
    base, _ = saved(state, root)
    tick(root.parent)
    (root / "bin/other").write_text("")
    again, second = saved(state, root, base)
    assert again.digest == base.digest
    assert [*json.loads(Path(state.inventory).read_bytes())[1]] == ["bin"]
    assert second.folders == take_inventory(str(root)).folders


def test_an_inventory_of_version_0_1_0_is_read(root: Path, state: StateFolder) -> None:
    inventory = take_inventory(str(root))
    Path(state.inventory).write_text(json.dumps([inventory.folders, {"lib": 0o700}, ["x"]]))
    read = read_inventory(state, MOVED)
    assert read == Inventory(inventory.folders, {"lib": 0o700}, ["x"], {})  # type: ignore[arg-type]


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


def edit(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"one.py", b"two.py"))


@pytest.mark.parametrize("damage", [cut, edit, Path.unlink])
def test_a_damaged_base_is_ignored(
    root: Path, state: StateFolder, damage: Callable[[Path], None]
) -> None:
    base, _ = saved(state, root)
    damage(Path(state.base(base.digest)))
    assert read_base(state) == NO_BASE
    with pytest.raises(Refused, match=r"picture\.json.* is damaged"):
        read_inventory(state, MOVED)
    # The next transaction writes a new base.
    assert saved(state, root)[1].folders == take_inventory(str(root)).folders


def test_a_base_can_be_deleted(root: Path, state: StateFolder) -> None:
    saved(state, root)
    forget_base(state)
    assert state.bases() == ()
    assert read_base(state) == NO_BASE

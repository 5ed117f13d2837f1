"""In every kind of transaction each call fails once, or the disk is full from that call on."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from lockstep.errors import Refused
from lockstep.transaction.recovery import recover_interrupted

from ..sampling import is_chosen
from .faults import faulty
from .scenes import SCENES, Scene, Snapshot, delete_tree, make_project, run_scene, snapshot
from .test_power_cut import check_tidy, differences, state_of

pytestmark = pytest.mark.slow

# Of this many calls of a transaction, one is tried.
ONE_IN = 8


def reference_run(scene: Scene, folder: Path, *, is_full: bool) -> tuple[Snapshot, Snapshot, int]:
    """The project before and after a transaction without a fault, and its number of calls."""
    root = folder / "whole"
    make_project(root, scene)
    before = snapshot(root)
    with faulty(str(folder), is_full=is_full) as faults:
        run_scene(scene._replace(install=faults.exempt(scene.install)), root)
    return before, snapshot(root), faults.calls


def ending_of(
    scene: Scene, root: Path, folder: Path, number: int, code: int, *, is_full: bool
) -> str:
    """The type of a transaction's ending with a fault, or "refused"."""
    try:
        with faulty(str(folder), number, code, is_full=is_full) as faults:
            result = run_scene(scene._replace(install=faults.exempt(scene.install)), root)
            return type(result.ending).__name__
    except (Refused, OSError):
        return "refused"


def check_faults(scene: Scene, folder: Path, code: int, *, is_full: bool) -> None:
    before, after, calls = reference_run(scene, folder, is_full=is_full)
    assert calls > 10
    chosen = (it for it in range(1, calls + 1) if is_chosen(f"{scene.name} {code} {it}", ONE_IN))
    for number in chosen:
        root = folder / f"fault-{number}"
        make_project(root, scene)
        end = ending_of(scene, root, folder, number, code, is_full=is_full)
        found = without_empty_folders(snapshot(root), after)
        fault = f"call {number} of {calls}, {end}"
        if end in ("Committed", "RolledBack"):
            expected = after if end == "Committed" else before
            assert found == expected, f"{fault}: {differences(found, expected)}"
        recover_interrupted(scene.host, state_of(root, folder))
        found = without_empty_folders(snapshot(root), after)
        assert found in (before, after), f"{fault}: {differences(found, before)}"
        check_tidy(root, folder)
        delete_tree(root)


def without_empty_folders(found: Snapshot, after: Snapshot) -> Snapshot:
    """The snapshot without emptied folders that an environment moved in parts may leave."""
    kept = {*after}
    return {
        path: it
        for path, it in found.items()
        if path in kept or it[0] != "folder" or any(one.startswith(f"{path}/") for one in found)
    }


@pytest.mark.parametrize("scene", SCENES, ids=[it.name for it in SCENES])
@pytest.mark.parametrize("code", [errno.EIO, errno.EACCES, errno.EMFILE], ids=errno.errorcode.get)
def test_a_call_that_fails_once(scene: Scene, code: int, tmp_path: Path) -> None:
    check_faults(scene, tmp_path, code, is_full=False)


@pytest.mark.parametrize("scene", SCENES, ids=[it.name for it in SCENES])
def test_a_disk_that_becomes_full(scene: Scene, tmp_path: Path) -> None:
    check_faults(scene, tmp_path, errno.ENOSPC, is_full=True)

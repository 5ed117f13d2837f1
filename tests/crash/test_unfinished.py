"""What is left where a rollback, or the end of a transaction, is refused in the middle."""

from __future__ import annotations

from pathlib import Path

import pytest

from lockstep.errors import Refused
from lockstep.transaction.recovery import recover_interrupted

from .held_host import HeldHost
from .power import PowerCut
from .scenes import Scene, create, make_project, run_scene, snapshot, upgrade
from .test_power_cut import check_tidy, state_of


def upgrade_and_cut(environment: Path) -> None:
    upgrade(environment)
    raise PowerCut


def test_the_lockfile_does_not_return_before_the_environment(tmp_path: Path) -> None:
    """A later recovery may still find that the new environment stands, and keeps it then."""
    root = tmp_path / "home"
    scene = Scene("cut", "packages", upgrade_and_cut, locks=True)
    make_project(root, scene)
    before = snapshot(root)
    with pytest.raises(PowerCut):
        run_scene(scene, root)
    nothing_moves = HeldHost(immovable=("",), stays_aside=True)
    with pytest.raises(Refused, match="could not be put back yet"):
        recover_interrupted(nothing_moves, state_of(root, tmp_path))
    assert (root / "uv.lock").read_text() == "new lock\n"
    recover_interrupted(scene.host, state_of(root, tmp_path))
    assert snapshot(root) == before
    check_tidy(root, tmp_path)


def test_a_sweep_deletes_what_the_end_of_a_sync_has_left(tmp_path: Path) -> None:
    root = tmp_path / "home"
    scene = Scene("new", "new", create, is_there=False)
    make_project(root, scene)
    state = state_of(root, tmp_path)
    names = ("picture.json", "kept-1", "journal.jsonl.reserve", ".lockstep-rooms")
    for name in (*names, "guard", "inventory-0.json"):
        Path(state.path, name).touch()
    recover_interrupted(scene.host, state)
    assert {it.name for it in Path(state.path).iterdir()} == {"guard", "inventory-0.json"}

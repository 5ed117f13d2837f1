"""What is left where a rollback, or the end of a transaction, is refused in the middle."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest

from lockstep.aside.state_folder import StateFolder
from lockstep.errors import Refused
from lockstep.transaction.environment_transaction import EnvironmentTransaction
from lockstep.transaction.recovery import recover_interrupted
from lockstep.transaction.without_installer import _delete

from .held_host import HeldHost
from .power import PowerCut, powered
from .scenes import Scene, create, delete_tree, make_project, run_scene, snapshot, upgrade
from .test_power_cut import check_tidy, differences, state_of

# A machine without power closes no file.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


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
    with pytest.raises(Refused, match="cannot put back"):
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


def free(root: Path, state: StateFolder) -> None:
    """Swap the held files, as `lockstep free` does."""
    held = HeldHost(held=("bin/ruff", "_speedups.so"))
    place = EnvironmentTransaction(held, state, str(root / ".venv"))
    place.begin()
    place.make_aside_folder()
    assert len(place.swap_all_held()) == 2
    place.journal.write(exit=0, is_verified=True)
    place.commit()


def delete(root: Path, state: StateFolder) -> None:
    """Set the contents of a folder aside that cannot be moved itself, as `lockstep delete` does."""
    host = HeldHost(immovable=("/.venv",))
    _delete(host, state, os.path.realpath(root / ".venv"), keeps_folder=False)
    assert not (root / ".venv").exists()


@pytest.mark.parametrize("work", [free, delete])
def test_a_cut_without_an_installer_loses_nothing(
    work: Callable[[Path, StateFolder], None], tmp_path: Path
) -> None:
    """No package is to change, so that nothing tells by itself that all of it is done."""
    scene = Scene("free", "packages", upgrade)
    make_project(tmp_path / "whole", scene)
    work(tmp_path / "whole", state_of(tmp_path / "whole", tmp_path))
    after = snapshot(tmp_path / "whole")
    for number in range(1, 200):
        root = tmp_path / f"cut-{number}"
        make_project(root, scene)
        before, state = snapshot(root), state_of(root, tmp_path)
        try:
            with powered(str(tmp_path), number):
                work(root, state)
        except PowerCut:
            recover_interrupted(scene.host, state)
        else:
            assert number > 20
            break
        found = snapshot(root)
        assert found in (before, after), f"{number}: {differences(found, before)}"
        check_tidy(root, tmp_path)
        delete_tree(root)


def test_a_cut_after_the_emptied_folder_is_gone(tmp_path: Path) -> None:
    """Its contents are aside, and no line of the journal says yet that they are to go."""
    root = tmp_path / "home"
    scene = Scene("delete", "whole", create)
    make_project(root, scene)
    before, state = snapshot(root), state_of(root, tmp_path)

    def removed_and_cut(_: HeldHost, path: str) -> None:
        Path(path).rmdir()
        raise PowerCut

    place = "lockstep.transaction.without_installer._remove_empty"
    with patch(place, removed_and_cut), pytest.raises(PowerCut):
        delete(root, state)
    recover_interrupted(scene.host, state)
    assert snapshot(root) == before
    check_tidy(root, tmp_path)

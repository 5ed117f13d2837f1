"""Rollbacks and commits that are interrupted or refused, and what they leave."""

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

# An interrupted transaction closes none of its files.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def upgrade_and_cut(environment: Path) -> None:
    upgrade(environment)
    raise PowerCut


def test_the_lockfile_is_not_restored_before_the_environment(tmp_path: Path) -> None:
    """A later recovery may find the new environment complete; it then needs the new lockfile."""
    root = tmp_path / "demo"
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


def test_a_recovery_deletes_leftovers_of_a_commit(tmp_path: Path) -> None:
    root = tmp_path / "demo"
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
    transaction = EnvironmentTransaction(held, state, str(root / ".venv"))
    transaction.begin()
    transaction.make_aside_folder()
    assert len(transaction.swap_all_held()) == 2
    transaction.journal.write(exit=0, is_verified=True)
    transaction.commit()


def delete(root: Path, state: StateFolder) -> None:
    """Set aside the contents of a folder that cannot be renamed, as `lockstep delete` does."""
    host = HeldHost(immovable=("/.venv",))
    _delete(host, state, os.path.realpath(root / ".venv"), keeps_folder=False)
    assert not (root / ".venv").exists()


@pytest.mark.parametrize("work", [free, delete])
def test_a_cut_without_an_installer_loses_nothing(
    work: Callable[[Path, StateFolder], None], tmp_path: Path
) -> None:
    """No package changes, so that only the journal can show that the transaction is complete."""
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


def test_a_cut_after_the_empty_folder_is_removed(tmp_path: Path) -> None:
    """The contents are set aside, but the journal does not yet say that they are to be deleted."""
    root = tmp_path / "demo"
    scene = Scene("delete", "whole", create)
    make_project(root, scene)
    before, state = snapshot(root), state_of(root, tmp_path)

    def removed_and_cut(_: HeldHost, path: str) -> None:
        Path(path).rmdir()
        raise PowerCut

    function = "lockstep.transaction.without_installer._remove_empty"
    with patch(function, removed_and_cut), pytest.raises(PowerCut):
        delete(root, state)
    recover_interrupted(scene.host, state)
    assert snapshot(root) == before
    check_tidy(root, tmp_path)

"""A power cut before every effect of every kind of transaction, then a recovery."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lockstep.aside.state_folder import StateFolder, state_folder
from lockstep.errors import Refused
from lockstep.transaction.recovery import recover_interrupted
from lockstep.transaction.result import Blocked, Committed, RolledBack

from .held_host import HeldHost
from .power import PowerCut, powered
from .scenes import (
    SCENES,
    Scene,
    Snapshot,
    delete_tree,
    half_upgrade,
    make_project,
    run_scene,
    snapshot,
)

# An interrupted transaction closes none of its files.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

EXPECTED = {0: Committed, 2: RolledBack}


def reference_run(scene: Scene, folder: Path) -> tuple[Snapshot, Snapshot, int]:
    """The project before and after an uncut transaction, and its number of effects."""
    root = folder / "whole"
    make_project(root, scene)
    before = snapshot(root)
    with powered(str(folder)) as power:
        result = run_scene(scene, root)
    is_refused = scene.name.endswith("refused")
    assert isinstance(result.ending, Blocked if is_refused else EXPECTED[scene.exit])
    after = snapshot(root)
    assert (after == before) is not isinstance(result.ending, Committed)
    check_tidy(root, folder)
    return before, after, power.effects


def state_of(root: Path, folder: Path) -> StateFolder:
    return state_folder(os.path.realpath(root / ".venv"), str(folder / "state"))


def check_tidy(root: Path, folder: Path) -> None:
    """No journal is left, and nothing is set aside."""
    state = state_of(root, folder)
    assert not Path(state.journal).exists()
    assert not (root / ".lockstep").exists()
    assert not (root / ".venv/.lockstep").exists()


def cut_at(scene: Scene, root: Path, folder: Path, number: int) -> bool:
    """Cut before the effect with this number; False if the transaction has fewer effects."""
    try:
        with powered(str(folder), number):
            run_scene(scene, root)
    except PowerCut:
        return True
    return False


@pytest.mark.parametrize("scene", SCENES, ids=[it.name for it in SCENES])
def test_a_cut_at_any_effect_leaves_the_old_or_the_new(scene: Scene, tmp_path: Path) -> None:
    before, after, effects = reference_run(scene, tmp_path)
    assert effects > 10
    for number in range(1, effects + 1):
        root = tmp_path / f"cut-{number}"
        make_project(root, scene)
        is_cut = cut_at(scene, root, tmp_path, number)
        # Only the first transaction also creates the state folders, so it has more effects.
        assert is_cut or number > effects - 3
        recover_interrupted(scene.host, state_of(root, tmp_path))
        found = snapshot(root)
        assert found in (before, after), f"cut before effect {number}: {differences(found, before)}"
        check_tidy(root, tmp_path)
        delete_tree(root)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("scene", SCENES, ids=[it.name for it in SCENES])
def test_a_cut_in_the_recovery_is_recovered_too(scene: Scene, tmp_path: Path) -> None:
    before, after, effects = reference_run(scene, tmp_path)
    for number in range(3, effects + 1, 5):
        for second in range(1, effects, 3):
            root = tmp_path / f"cut-{number}-{second}"
            make_project(root, scene)
            cut_at(scene, root, tmp_path, number)
            is_cut_again = cut_recovery_at(scene, state_of(root, tmp_path), tmp_path, second)
            found = snapshot(root)
            assert found in (before, after), f"{number}, {second}: {differences(found, before)}"
            check_tidy(root, tmp_path)
            delete_tree(root)
            if not is_cut_again:
                break


def cut_recovery_at(scene: Scene, state: StateFolder, folder: Path, number: int) -> bool:
    """Cut a recovery, then run it again; False if it has fewer effects than `number`."""
    try:
        with powered(str(folder), number):
            recover_interrupted(scene.host, state)
    except PowerCut:
        recover_interrupted(scene.host, state)
        return True
    return False


def test_nothing_starts_before_a_rollback_is_complete(tmp_path: Path) -> None:
    """Files that could not be moved back are kept; until they are, no transaction starts."""
    scene = Scene("cut", "packages", half_upgrade_and_cut)
    root = tmp_path / "cut"
    make_project(root, scene)
    before = snapshot(root)
    with pytest.raises(PowerCut):
        run_scene(scene, root)
    held = HeldHost(stays_aside=True)
    state = state_of(root, tmp_path)
    for _ in range(2):
        with pytest.raises(Refused, match="cannot put back"):
            recover_interrupted(held, state)
        with pytest.raises(Refused, match="cannot put back"):
            run_scene(scene._replace(host=held), root)
    recover_interrupted(scene.host, state)
    assert snapshot(root) == before
    check_tidy(root, tmp_path)


def half_upgrade_and_cut(environment: Path) -> None:
    half_upgrade(environment)
    raise PowerCut


def differences(found: Snapshot, expected: Snapshot) -> str:
    return "\n".join(
        f"{path}: {expected.get(path)} -> {found.get(path)}"
        for path in sorted({*found, *expected})
        if found.get(path) != expected.get(path)
    )


def test_a_link_in_place_of_the_aside_folder_is_not_followed(tmp_path: Path) -> None:
    """The link's target was not set aside: nothing in it is moved back or deleted."""
    scene = Scene("cut", "packages", half_upgrade_and_cut)
    root = tmp_path / "cut"
    make_project(root, scene)
    with pytest.raises(PowerCut):
        run_scene(scene, root)
    half_done = snapshot(root)
    aside_folder = root / ".lockstep/1"
    aside_folder.rename(tmp_path / "elsewhere")
    aside_folder.symlink_to(tmp_path / "elsewhere")
    kept = sorted(it.name for it in (tmp_path / "elsewhere").iterdir())
    (warning,) = recover_interrupted(scene.host, state_of(root, tmp_path))
    assert "is gone, and with it all that was set aside" in warning
    assert snapshot(root) == half_done
    assert sorted(it.name for it in (tmp_path / "elsewhere").iterdir()) == kept

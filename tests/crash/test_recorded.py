"""Today's code recovers what earlier versions left on disk when they were interrupted.

A recording (`tests/cases/recorded/VERSION`) is never changed, also not by `--update`. Those of a
new version are made with `python -m tests.crash.record VERSION`.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from lockstep.aside.state_folder import state_folder
from lockstep.transaction.recovery import recover_interrupted

from .held_host import HeldHost
from .record import RECORDED, as_json, recording
from .recording_format import BASE, ROOT, write_state, write_tree
from .stop_points import STOP_POINTS, StopPoint

RECORDINGS = sorted(RECORDED.glob("*/*.json"))


def write_recording(found: dict[str, Any], folder: Path) -> Path:
    """Write a recording into a new folder; the project's root."""
    folder.mkdir()
    write_tree(found["tree"], folder)
    write_state(found["state"], folder)
    return folder / ROOT


def check_recovered(found: dict[str, Any], folder: Path) -> None:
    root = write_recording(found, folder)
    assert as_json(root) != found["recovered"] or (root / ".lockstep").exists()
    state = state_folder(os.path.realpath(root / ".venv"), str(folder / "state"))
    names = {it.name for it in Path(state.path).iterdir()}
    assert names >= {*found["state"]} - {BASE}, "what was recorded is not found"
    recover_interrupted(HeldHost(), state)
    assert as_json(root) == found["recovered"]
    assert not (root / ".lockstep").exists()
    assert not Path(state.journal).exists()


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda it: f"{it.parent.name}/{it.stem}")
def test_a_recording_is_recovered(path: Path, tmp_path: Path) -> None:
    check_recovered(json.loads(path.read_text("utf-8")), tmp_path / "other place")


def test_every_stop_point_was_recorded_once() -> None:
    assert {it.name for it in STOP_POINTS} == {it.stem for it in RECORDINGS}


@pytest.mark.parametrize("stop_point", STOP_POINTS, ids=lambda it: it.name)
def test_a_recording_of_today_is_recovered(stop_point: StopPoint, tmp_path: Path) -> None:
    found = json.loads(json.dumps(recording(stop_point, tmp_path / "recorded")))
    check_recovered(found, tmp_path / "other place")


def test_an_existing_recording_is_not_replaced() -> None:
    from .record import main

    with pytest.raises(FileExistsError):
        main(RECORDINGS[0].parent.name)

"""Record what interrupted transactions leave: `python -m tests.crash.record VERSION`.

The argument is the name of a new folder in `tests/cases/recorded`. Existing recordings are never
made again: every later version has to recover them.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from .recording_format import ROOT, recorded_state, recorded_tree
from .scenes import make_project, run_scene, snapshot
from .stop_points import STOP_POINTS, StopPoint, leave_cut_off

RECORDED = Path(__file__).parents[1] / "cases" / "recorded"


def recording(stop_point: StopPoint, folder: Path) -> dict[str, Any]:
    """The files on disk at a stop point, and the project after a recovery."""
    cut, whole = folder / "cut", folder / "whole"
    for it in (cut, whole):
        it.mkdir(parents=True)
    make_project(whole / ROOT, stop_point.scene)
    if stop_point.ends == "new":
        run_scene(stop_point.scene, whole / ROOT)
    leave_cut_off(stop_point, cut)
    state, tree = recorded_state(cut), recorded_tree(cut)
    return {"state": state, "tree": tree, "recovered": as_json(whole / ROOT)}


def as_json(root: Path) -> dict[str, list[Any]]:
    """The snapshot of a project, as JSON."""
    return {
        Path(path).as_posix(): [it.decode() if isinstance(it, bytes) else it for it in facts]
        for path, facts in sorted(snapshot(root).items())
    }


def main(label: str) -> None:
    target = RECORDED / label
    target.mkdir(parents=True)
    for stop_point in STOP_POINTS:
        with tempfile.TemporaryDirectory() as folder:
            found = recording(stop_point, Path(folder).resolve())
        text = json.dumps(found, indent=1, ensure_ascii=False)
        (target / f"{stop_point.name}.json").write_text(f"{text}\n", "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])

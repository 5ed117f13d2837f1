"""The exact words about a fault of each class, and what is true then; drawn with `--update`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from .fault_moments import FAULT_MOMENTS
from .home import Home
from .injected_scenes import SCENES, Stage
from .injection import Fault, Injector, calls_for
from .judged import Run
from .test_injected import faults
from .trial import Trial

__all__ = ["faults"]

pytestmark = pytest.mark.slow

GOLDEN = Path(__file__).parents[1] / "cases" / "faults"
_SCENES = {it.name: it for it in SCENES}
_TOLD = sorted({it.scene for it in FAULT_MOMENTS.values()})


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path)
    yield home
    home.close()


@pytest.mark.parametrize("scene", _TOLD)
def test_said(home: Home, scene: str, shim: Path, faults: Path, update: bool) -> None:  # noqa: FBT001 - fixtures
    stage = Stage(home, _SCENES[scene])
    trial = Trial(stage, Injector(home, faults, shim if stage.scene.has_shim else None))
    wrong = []
    try:
        for name, moment in FAULT_MOMENTS.items():
            if moment.scene == scene:
                run = trial.run(*fault_of(trial, name))
                wrong += [] if is_as_drawn(name, shown(run, trial, home), update=update) else [name]
    finally:
        stage.leave()
    assert not wrong


def fault_of(trial: Trial, name: str) -> tuple[Fault, int]:
    """The fault of a moment, and the number of its first call among those of the same kind."""
    moment = FAULT_MOMENTS[name]
    if not moment.first.name:
        return moment.fault, 1
    calls = calls_for(moment.fault, trial.calls)
    found = range(1, 1 + sum(moment.first.is_it(it) for it in calls))
    first = f"{moment.first.name} {moment.first.ending}"
    return moment.fault._replace(first=first), found[moment.first.place]


def is_as_drawn(name: str, text: str, *, update: bool) -> bool:
    path = GOLDEN / f"{name}.txt"
    if update:
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    drawn = path.read_text(encoding="utf-8") if path.exists() else ""
    if text != drawn:
        print(f"--- {name}, drawn\n{drawn}--- {name}, now\n{text}")
    return text == drawn


def shown(run: Run, trial: Trial, home: Home) -> str:
    """What was said, and which environment is there: then, and after a sweep."""
    told = run.ended.json
    hint = (told["error"] or {}).get("hint", "")
    lines = [
        f"$ lockstep {' '.join(trial.command)}",
        f"{told['outcome']}, exit status {run.ended.status}",
        told["message"],
        *([f"  hint: {hint}"] if hint else []),
        *(f"  warning: {it}" for it in told["warnings"]),
        f"then: {trial.ends.state(run.then)}",
    ]
    if run.sweep is not None:
        swept = run.sweep.json
        lines += ["$ lockstep sweep", swept["message"]]
        lines += [f"  warning: {it}" for it in swept["warnings"]]
        lines += [f"then: {trial.ends.state(run.at_last)}"]
    return clean("".join(f"{it}\n" for it in lines), home)


def clean(text: str, home: Home) -> str:
    """Without what is another at every run, and on every machine."""
    text = text.replace(str(home.root), "$PROJECT").replace(str(home.state), "$STATE")
    text = re.sub(r"environments/[0-9a-f]{20}", "environments/KEY", text)
    return re.sub(r"python3\.\d+", "python3.N", text)


def test_no_picture_is_left_over() -> None:
    assert {it.stem for it in GOLDEN.glob("*.txt")} == {*FAULT_MOMENTS}

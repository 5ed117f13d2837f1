"""The exact messages for a fault of each class, and the project's state; `--update` rewrites."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .demo_project import DemoProject
from .fault_cases import FAULT_CASES
from .injected_scenes import SCENES, Stage
from .injection import Fault, Injector, calls_for
from .repeated_command import RepeatedCommand
from .test_injected import faults
from .violations import Run

__all__ = ["faults"]

pytestmark = pytest.mark.slow

GOLDEN = Path(__file__).parents[1] / "cases" / "faults"
_SCENES = {it.name: it for it in SCENES}
_USED_SCENES = sorted({it.scene for it in FAULT_CASES.values()})


@pytest.mark.parametrize("scene", _USED_SCENES)
def test_messages(demo: DemoProject, scene: str, shim: Path, faults: Path, update: bool) -> None:  # noqa: FBT001 - fixtures
    stage = Stage(demo, _SCENES[scene])
    repeated = RepeatedCommand(
        stage, Injector(demo, faults, shim if stage.scene.has_shim else None)
    )
    wrong = []
    try:
        for name, case in FAULT_CASES.items():
            if case.scene == scene:
                run = repeated.run(*fault_of(repeated, name))
                wrong += (
                    []
                    if matches_golden(name, description(run, repeated, demo), update=update)
                    else [name]
                )
    finally:
        stage.end_holder()
    assert not wrong


def fault_of(repeated: RepeatedCommand, name: str) -> tuple[Fault, int]:
    """The fault of a case, and the number of its first call among those that the fault can hit."""
    case = FAULT_CASES[name]
    if not case.first.name:
        return case.fault, 1
    calls = calls_for(case.fault, repeated.calls)
    found = range(1, 1 + sum(case.first.matches(it) for it in calls))
    first = f"{case.first.name} {case.first.ending}"
    return case.fault._replace(first=first), found[case.first.place]


def matches_golden(name: str, text: str, *, update: bool) -> bool:
    path = GOLDEN / f"{name}.txt"
    if update:
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    drawn = path.read_text(encoding="utf-8") if path.exists() else ""
    if text != drawn:
        print(f"--- {name}, drawn\n{drawn}--- {name}, now\n{text}")
    return text == drawn


def description(run: Run, repeated: RepeatedCommand, demo: DemoProject) -> str:
    """The outcome of a run, and the state of the environment then and after a sweep."""
    outcome = run.result.json
    hint = (outcome["error"] or {}).get("hint", "")
    lines = [
        f"$ lockstep {' '.join(repeated.command)}",
        f"{outcome['outcome']}, exit status {run.result.status}",
        outcome["message"],
        *([f"  hint: {hint}"] if hint else []),
        *(f"  warning: {it}" for it in outcome["warnings"]),
        f"then: {repeated.ends.state(run.after)}",
    ]
    if run.sweep is not None:
        swept = run.sweep.json
        lines += ["$ lockstep sweep", swept["message"]]
        lines += [f"  warning: {it}" for it in swept["warnings"]]
        lines += [f"then: {repeated.ends.state(run.after_sweep)}"]
    return clean("".join(f"{it}\n" for it in lines), demo)


def clean(text: str, demo: DemoProject) -> str:
    """The text without what differs between runs and machines."""
    text = text.replace(str(demo.root), "$PROJECT").replace(str(demo.state), "$STATE")
    text = re.sub(r"environments/[0-9a-f]{20}", "environments/KEY", text)
    return re.sub(r"python3\.\d+", "python3.N", text)


def test_no_golden_file_is_unused() -> None:
    assert {it.stem for it in GOLDEN.glob("*.txt")} == {*FAULT_CASES}

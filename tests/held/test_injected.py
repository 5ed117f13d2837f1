"""With real uv, one system call of Lockstep fails, or all from one on: the result is old or new.

`npm test` tries a sample of the calls of some commands, and `LOCKSTEP_ALL=1` every call of each;
`LOCKSTEP_FAULTS` says how many of a command are tried with each error.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from ..sampling import is_chosen
from .demo_project import DemoProject
from .injected_scenes import SCENES, Scene, Stage
from .injection import FAULTS, Fault, Injector, calls_for
from .repeated_command import RepeatedCommand
from .violations import summary, violations

pytestmark = pytest.mark.slow

TRIED = int(os.environ.get("LOCKSTEP_FAULTS", "1"))


@pytest.fixture(scope="session")
def faults(shim: Path) -> Path:
    from shim import build_faults

    return build_faults(shim.parent)


@pytest.fixture
def repeated(
    tmp_path: Path, shim: Path, faults: Path, request: pytest.FixtureRequest
) -> Iterator[RepeatedCommand]:
    scene: Scene = request.param
    demo = DemoProject(tmp_path)
    stage = Stage(demo, scene)
    yield RepeatedCommand(stage, Injector(demo, faults, shim if scene.has_shim else None))
    stage.end_holder()
    demo.close()


def chosen(name: str, fault: Fault, count: int) -> Iterator[int]:
    """The numbers of the calls to fail: about `TRIED` of `count`."""
    one_in = max(1, count // TRIED)
    for number in range(1, count + 1):
        if is_chosen(f"{name} {fault.name} {number}", one_in):
            yield number


@pytest.mark.sampled(3)
@pytest.mark.parametrize("repeated", SCENES, ids=[it.name for it in SCENES], indirect=True)
def test_a_call_that_fails(
    repeated: RepeatedCommand, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    name = request.node.callspec.id
    counted = Counter(dict.fromkeys(("calls", "old", "new", "mixed", "refused"), 0))
    wrong: list[str] = []
    for fault in FAULTS:
        calls = calls_for(fault, repeated.calls)
        for number in chosen(name, fault, len(calls)):
            run = repeated.run(fault, number)
            counted.update(("calls", repeated.ends.state(run.after_sweep)))
            counted["refused"] += run.result.status in (2, 3)
            call = calls[number - 1]
            where = f"{fault.name} {number} of {len(calls)}, {call.name} {call.path}"
            found = list(violations(run, repeated.ends))
            wrong += [f"{where}: {'; '.join(found)}; {summary(run.result)}"] if found else []
    with capsys.disabled():
        print(f"\n{name}: {', '.join(f'{count} {it}' for it, count in counted.items())}")
    assert not wrong, "\n".join(wrong)


class Planted(NamedTuple):
    """A bug planted in Lockstep by a script, and the violation that must be reported."""

    name: str
    scene: str
    script: str
    violation: str


PLANTED = (
    Planted(
        "a file is lost",
        "sync-fails",
        "import lockstep.aside.file_effects as it; it.move_back = lambda *_: True",
        "neither the old nor the new: not as before: ['.venv/lib/",
    ),
    Planted(
        "a lie",
        "sync-fails",
        "from lockstep.transaction.environment_transaction import EnvironmentTransaction as it\n"
        "from lockstep.aside.rollback import Recovered\n"
        "it.roll_back = lambda *_, **__: Recovered(is_new=False)",
        "it says that all is as before",
    ),
    Planted(
        "forgotten",
        "sync",
        "import lockstep.aside.rollback as it\nit.remember = it.sweep = lambda *_: ()",
        "left after a sweep",
    ),
    Planted(
        "nothing done",
        "sync",
        "import lockstep.operations.sync as it\nit._is_known_to_be_done = lambda *_: True",
        "it says nothing, and it is old",
    ),
    Planted(
        "a bug",
        "sync",
        "import lockstep.operations.sync as it\nit.make_plan = None",
        "a bug",
    ),
)


@pytest.mark.parametrize(
    ("repeated", "planted"),
    [(next(it for it in SCENES if it.name == one.scene), one) for one in PLANTED],
    ids=[it.name for it in PLANTED],
    indirect=["repeated"],
)
def test_a_planted_mistake_is_reported(repeated: RepeatedCommand, planted: Planted) -> None:
    found = list(violations(repeated.run_changed(planted.script), repeated.ends))
    assert any(it.startswith(planted.violation) for it in found), found

"""One call of the system fails in Lockstep, or all from one on, with real uv: old or new.

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
from .home import Home
from .injected_scenes import SCENES, Scene, Stage
from .injection import FAULTS, Fault, Injector, calls_for
from .judged import complaints, summary
from .trial import Trial

pytestmark = pytest.mark.slow

TRIED = int(os.environ.get("LOCKSTEP_FAULTS", "1"))


@pytest.fixture(scope="session")
def faults(shim: Path) -> Path:
    from shim import build_faults

    return build_faults(shim.parent)


@pytest.fixture
def trial(
    tmp_path: Path, shim: Path, faults: Path, request: pytest.FixtureRequest
) -> Iterator[Trial]:
    scene: Scene = request.param
    home = Home(tmp_path)
    stage = Stage(home, scene)
    yield Trial(stage, Injector(home, faults, shim if scene.has_shim else None))
    stage.leave()
    home.close()


def chosen(name: str, fault: Fault, count: int) -> Iterator[int]:
    """The numbers of the calls to fail."""
    one_in = max(1, count // TRIED)
    for number in range(1, count + 1):
        if is_chosen(f"{name} {fault.name} {number}", one_in):
            yield number


@pytest.mark.sampled(3)
@pytest.mark.parametrize("trial", SCENES, ids=[it.name for it in SCENES], indirect=True)
def test_a_call_that_fails(
    trial: Trial, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    name = request.node.callspec.id
    counted = Counter(dict.fromkeys(("calls", "old", "new", "mixed", "refused"), 0))
    wrong: list[str] = []
    for fault in FAULTS:
        calls = calls_for(fault, trial.calls)
        for number in chosen(name, fault, len(calls)):
            run = trial.run(fault, number)
            counted.update(("calls", trial.ends.state(run.at_last)))
            counted["refused"] += run.ended.status in (2, 3)
            call = calls[number - 1]
            where = f"{fault.name} {number} of {len(calls)}, {call.name} {call.path}"
            found = list(complaints(run, trial.ends))
            wrong += [f"{where}: {'; '.join(found)}; {summary(run.ended)}"] if found else []
    with capsys.disabled():
        print(f"\n{name}: {', '.join(f'{count} {it}' for it, count in counted.items())}")
    assert not wrong, "\n".join(wrong)


class Planted(NamedTuple):
    """A mistake in Lockstep, made by a script, and what has to be said of it."""

    name: str
    scene: str
    script: str
    complaint: str


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
    ("trial", "planted"),
    [(next(it for it in SCENES if it.name == one.scene), one) for one in PLANTED],
    ids=[it.name for it in PLANTED],
    indirect=["trial"],
)
def test_a_planted_mistake_is_reported(trial: Trial, planted: Planted) -> None:
    found = list(complaints(trial.run_changed(planted.script), trial.ends))
    assert any(it.startswith(planted.complaint) for it in found), found

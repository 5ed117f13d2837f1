"""The action that a check expects without running uv, compared with uv's, over many states.

`DIFFERING` lists the states with a known difference, and the reason.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from lockstep.project.checker import Checker, CheckRequest

from ..sampling import is_chosen
from .actions import layouts, locations, preferences, requests
from .actions.state import Bench, State, StateOnDisk, make
from .answers import answer_of_uv
from .machine import pythons, run, uv_program
from .project_builder import ProjectBuilder

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the states are those of Linux"),
]

PARTS = {
    "preferences": preferences.ALL,
    "requests": requests.ALL,
    "layouts": layouts.ALL,
    "locations": locations.ALL,
}
REFUSED = "refused"
FEWEST_EQUAL = 0.95

_WHOLE = "uv would install into what is left, or into the base Python; no installer of ours does"
_SCRIPT = "only a run tells whether a script is an interpreter, and a check runs none"
_NOTHING = "a link that leads nowhere is nothing to replace"
DIFFERING = {
    "flag before preference": "uv refuses two variables that contradict each other; we take one",
    **{
        f"{part} gone{more}": _WHOLE
        for part in ("site-packages", "pyvenv.cfg")
        for more in ("", ", 3.12 asked for", ", only-system")
    },
    **{
        f"a script {which}{more}": _SCRIPT
        for which in ("that fails", "without its shell")
        for more in ("", ", 3.12 asked for", ", only-system")
    },
    "preview = false: a link to what is gone": _NOTHING,
    "UV_PREVIEW_FEATURES=json-output: a link to what is gone": _NOTHING,
}


@pytest.fixture(scope="module")
def bench(builder: ProjectBuilder, request: pytest.FixtureRequest) -> Bench:
    if not {"3.11", "3.12", "3.13"} <= pythons().keys():
        pytest.skip("Python 3.11, 3.12 and 3.13 are needed")
    folder = builder.folder / request.module.__name__.rpartition(".")[-1]
    more = {
        "UV_PYTHON_INSTALL_DIR": str(folder / "pythons"),
        "XDG_CONFIG_DIRS": str(builder.quiet),
        "UV_OFFLINE": "1",
        "UV_CACHE_DIR": str(folder / "cache"),
    }
    made = Bench(folder, {**builder.variables(), **more})
    made.install()
    return made


def action_of_uv(made: StateOnDisk) -> str:
    """uv's action; `refused` if it fails."""
    command = [uv_program(), "sync", "--frozen", "--dry-run", "--output-format", "json"]
    ran = run([*command, *made.state.flags], made.folder, made.variables)
    return answer_of_uv(ran.status, ran.stdout, ran.stderr).action or REFUSED


def action_of_lockstep(made: StateOnDisk) -> str:
    """Lockstep's action; `refused` if the state is not in step and uv is expected to fail."""
    checked = Checker(made.variables).check(CheckRequest(str(made.folder)))
    if checked.obstacle is not None:
        return REFUSED
    return checked.report.action


def is_equal(uv: str, ours: str) -> bool:
    """Where uv refuses, it is enough that Lockstep does not call the environment sound."""
    return uv == ours or (uv == REFUSED and ours != "check")


def _differing(bench: Bench, states: tuple[State, ...], first: int) -> Iterator[str]:
    for number, state in enumerate(states, first):
        made = make(bench, state, number)
        uv, ours = action_of_uv(made), action_of_lockstep(made)
        if not is_equal(uv, ours):
            yield state.name
            print(f"{state.name}: uv {uv}, we {ours}")


def test_actions(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    """Only listed states differ, and not too many of them."""
    every = [it.name for part in PARTS.values() for it in part]
    assert len({*every}) == len(every) >= 200
    states = {it for it in every if is_chosen(it, 3)}
    differing: list[str] = []
    for at, part in enumerate(PARTS.values()):
        chosen = tuple(it for it in part if it.name in states)
        differing += _differing(bench, chosen, (at + 1) * 1000)
    share = 1 - len(differing) / len(states)
    with capsys.disabled():
        print(f"\nactions: {share:.1%} of {len(states)} states are equal")
    assert set(differing) == states.intersection(DIFFERING)
    assert 1 - len(DIFFERING) / len(every) >= FEWEST_EQUAL

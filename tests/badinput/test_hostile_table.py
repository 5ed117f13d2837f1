"""Every kind of thing in the place of every file, and what every command then says.

No command may show a traceback, hang, take much memory, or pass a control character on.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from .hostile_kinds import Make, kinds_for
from .hostile_places import PLACES, Place, make_room
from .hostile_runs import COMMANDS, Run, import_all, run_all
from .hostile_texts import TABLES
from .projects import make_project

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="a process for each input"),
]

FEWEST_INPUTS = 300
# For texts of one reader, which every command uses in the same way.
FEW = (("check",), ("check", "--format", "json"), ("language server",))


@pytest.fixture(scope="module", autouse=True)
def imported(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Each input has a process of its own, which begins as a copy of this one."""
    import_all(tmp_path_factory.mktemp("sound"))


def kinds_of(place: Place) -> dict[str, Make]:
    """What is put there."""
    return kinds_for(place.text, is_read=place.is_read)


def commands_for(table: str) -> tuple[tuple[str, ...], ...]:
    """The commands that a table of texts is put to."""
    return FEW if "." in table else COMMANDS


def judged(name: str, runs: list[Run], counts: Counter[int]) -> list[str]:
    """The faults in words."""
    counts.update(it.status for it in runs)
    return [f"{name}: lockstep {it.command}: {it.fault}" for it in runs if it.fault]


def spoiled(folder: Path, place: Place, make: Make) -> None:
    make_project(folder)
    make(make_room(folder, place), place.text)


@pytest.mark.parametrize("place", PLACES, ids=[it.path for it in PLACES])
def test_every_kind_in_the_place_of_a_file(tmp_path: Path, place: Place) -> None:
    faults: list[str] = []
    counts: Counter[int] = Counter()
    for number, (kind, make) in enumerate(kinds_of(place).items()):
        folder = tmp_path / str(number)
        folder.mkdir()
        runs = run_all(folder, partial(spoiled, place=place, make=make), COMMANDS)
        faults += judged(f"{kind} in the place of {place.path}", runs, counts)
    tell(place.path, counts)
    assert not faults, "\n".join(faults)


def closed(folder: Path, place: Place) -> None:
    """The sound text, or a folder, without any right."""
    make_project(folder)
    path = make_room(folder, place)
    if place.is_read or "." in path.name:
        path.write_text(place.text)
    else:
        path.mkdir()
    path.chmod(0)


@pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0,
    reason="NOT TESTED as root, who may read everything: files without rights",
)
@pytest.mark.parametrize("place", PLACES, ids=[it.path for it in PLACES])
def test_a_file_without_rights(tmp_path: Path, place: Place) -> None:
    runs = run_all(tmp_path, partial(closed, place=place), COMMANDS)
    faults = judged(f"no right to read {place.path}", runs, Counter())
    (tmp_path / place.path).chmod(0o700)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", TABLES)
def test_texts_made_for_one_reader(tmp_path: Path, name: str) -> None:
    faults: list[str] = []
    counts: Counter[int] = Counter()
    for number, (kind, spoil) in enumerate(TABLES[name].items()):
        folder = tmp_path / str(number)
        folder.mkdir()
        runs = run_all(folder, spoil, commands_for(name))
        faults += judged(f"{name}: {kind}", runs, counts)
    tell(name, counts)
    assert not faults, "\n".join(faults)


def test_the_table_is_large(capsys: pytest.CaptureFixture[str]) -> None:
    files = [len(kinds_of(it)) for it in PLACES]
    texts = {name: len(table) for name, table in TABLES.items()}
    inputs = sum(files) + sum(texts.values())
    runs = sum(files) * len(COMMANDS) + sum(n * len(commands_for(it)) for it, n in texts.items())
    with capsys.disabled():
        print(f"\n{inputs} hostile inputs, {runs} runs", file=sys.stderr)
    assert inputs >= FEWEST_INPUTS


def tell(name: str, counts: Counter[int]) -> None:
    """Shown by `pytest -rP`: how often each exit status came."""
    print(name, dict(sorted(counts.items())))

"""Every hostile input for every file, and every command on it.

No command may show a traceback, hang, use much memory, or output a control character.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from .hostile_kinds import Make, kinds_for
from .hostile_runs import COMMANDS, Run, import_all, run_all
from .hostile_targets import TARGETS, Target, clear_path
from .hostile_texts import TABLES
from .projects import make_project

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="a process for each input"),
]

FEWEST_INPUTS = 300
# For files with one parser, which every command uses in the same way.
FEW = (("check",), ("check", "--format", "json"), ("language server",))


@pytest.fixture(scope="module", autouse=True)
def preloaded(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Import all modules once; each input runs in a fork of this process."""
    import_all(tmp_path_factory.mktemp("sound"))


def kinds_of(target: Target) -> dict[str, Make]:
    """The kinds of nodes for a target."""
    return kinds_for(target.text, is_read=target.is_read)


def commands_for(table: str) -> tuple[tuple[str, ...], ...]:
    """The commands to run on the inputs of a table."""
    return FEW if "." in table else COMMANDS


def fault_lines(name: str, runs: list[Run], counts: Counter[int]) -> list[str]:
    """Count the exit statuses; one line per fault."""
    counts.update(it.status for it in runs)
    return [f"{name}: lockstep {it.command}: {it.fault}" for it in runs if it.fault]


def spoil_target(folder: Path, target: Target, make: Make) -> None:
    make_project(folder)
    make(clear_path(folder, target), target.text)


@pytest.mark.parametrize("target", TARGETS, ids=[it.path for it in TARGETS])
def test_every_kind_in_place_of_a_file(tmp_path: Path, target: Target) -> None:
    faults: list[str] = []
    counts: Counter[int] = Counter()
    for number, (kind, make) in enumerate(kinds_of(target).items()):
        folder = tmp_path / str(number)
        folder.mkdir()
        runs = run_all(folder, partial(spoil_target, target=target, make=make), COMMANDS)
        faults += fault_lines(f"{kind} in place of {target.path}", runs, counts)
    print_counts(target.path, counts)
    assert not faults, "\n".join(faults)


def make_unreadable(folder: Path, target: Target) -> None:
    """Create the target without any permission, as a file with its valid text or as a folder."""
    make_project(folder)
    path = clear_path(folder, target)
    if target.is_read or "." in path.name:
        path.write_text(target.text)
    else:
        path.mkdir()
    path.chmod(0)


@pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0,
    reason="NOT TESTED as root, which can read everything: files without permissions",
)
@pytest.mark.parametrize("target", TARGETS, ids=[it.path for it in TARGETS])
def test_a_file_without_permissions(tmp_path: Path, target: Target) -> None:
    runs = run_all(tmp_path, partial(make_unreadable, target=target), COMMANDS)
    faults = fault_lines(f"no right to read {target.path}", runs, Counter())
    (tmp_path / target.path).chmod(0o700)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", TABLES)
def test_texts_for_one_parser(tmp_path: Path, name: str) -> None:
    faults: list[str] = []
    counts: Counter[int] = Counter()
    for number, (kind, spoil) in enumerate(TABLES[name].items()):
        folder = tmp_path / str(number)
        folder.mkdir()
        runs = run_all(folder, spoil, commands_for(name))
        faults += fault_lines(f"{name}: {kind}", runs, counts)
    print_counts(name, counts)
    assert not faults, "\n".join(faults)


def test_the_table_is_large(capsys: pytest.CaptureFixture[str]) -> None:
    files = [len(kinds_of(it)) for it in TARGETS]
    texts = {name: len(table) for name, table in TABLES.items()}
    inputs = sum(files) + sum(texts.values())
    runs = sum(files) * len(COMMANDS) + sum(n * len(commands_for(it)) for it, n in texts.items())
    with capsys.disabled():
        print(f"\n{inputs} hostile inputs, {runs} runs", file=sys.stderr)
    assert inputs >= FEWEST_INPUTS


def print_counts(name: str, counts: Counter[int]) -> None:
    """Print how often each exit status occurred; `pytest -rP` shows it."""
    print(name, dict(sorted(counts.items())))

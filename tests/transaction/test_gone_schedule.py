"""State folders of environments that are gone are looked for once a day, a few at a time."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from lockstep.aside.state_folder import state_folder
from lockstep.aside.state_folders import (
    remember_environment,
    state_folders,
)
from lockstep.host.own_host import own_host
from lockstep.transaction.gone import forget_gone, last_look_path
from tests.transaction.gone_projects import used


def test_once_a_day(projects: Path, base: str) -> None:
    environment, state = used(projects, base)
    forget_gone(own_host(), base)
    shutil.rmtree(environment)
    forget_gone(own_host(), base)
    assert Path(state.path).exists()
    mark = last_look_path(base)
    now = Path(mark).stat().st_mtime
    os.utime(mark, (now - 86_000, now - 86_000))
    forget_gone(own_host(), base)
    assert Path(state.path).exists()
    os.utime(mark, (now - 86_500, now - 86_500))
    forget_gone(own_host(), base)
    assert not Path(state.path).exists()


def test_a_clock_that_was_wrong(projects: Path, base: str) -> None:
    environment, state = used(projects, base)
    forget_gone(own_host(), base)
    shutil.rmtree(environment)
    now = Path(last_look_path(base)).stat().st_mtime
    os.utime(last_look_path(base), (now + 10_000, now + 10_000))
    forget_gone(own_host(), base)
    assert not Path(state.path).exists()


def days(base: str, count: int) -> Iterator[int]:
    """How many state folders are left after each of some days."""
    for _ in range(count):
        forget_gone(own_host(), base)
        os.utime(last_look_path(base), (0, 0))
        yield len(state_folders(base))


def test_a_bounded_number_each_day(projects: Path, base: str) -> None:
    """The next day continues behind the folders that were looked at."""
    for number in range(120):
        path = str(projects / f"p{number}" / ".venv")
        state = state_folder(path, base)
        remember_environment(state, path)
        # The others exist, and stay.
        if number % 2:
            (projects / f"p{number}" / ".venv").mkdir(parents=True)
    left = list(days(base, 4))
    assert left[-1] == 60
    assert 120 > left[0] > left[1] > left[2] == left[3]
    assert left[0] >= 70

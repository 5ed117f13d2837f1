"""No variable that `uv sync` accepts makes the commands that Lockstep runs fail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from lockstep.installers.uv.commands import SyncOptions, installing, planning, uv_variables
from lockstep.model.plan import Step

from ..oracle.machine import run
from .home import Home
from .lab import UV

pytestmark = pytest.mark.slow

# A value of each kind that an option of uv takes.
VALUES = ("1", "six", "lowest", "allow", "fewest", "copy", "first-index", "subprocess", "cpu")
# These lead to other folders, files and projects on purpose.
ELSEWHERE = {"UV_CONFIG_FILE", "UV_WORKING_DIR", "UV_PROJECT", "UV_CACHE_DIR", "UV_PYTHON"}


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path)
    yield home
    home.close()


def accepted(home: Home) -> Iterator[dict[str, str]]:
    """Every variable that the help of `uv sync` names, with each value that uv takes for it."""
    names = sorted({*re.findall(r"\benv: (UV_\w+)", home.freely("sync", "--help").out)})
    assert len(names) > 25
    for name in names:
        for value in VALUES if name not in ELSEWHERE else ():
            variables = {**home.surroundings(), name: value}
            if run([str(UV), "sync", "--dry-run"], home.root, variables).status == 0:
                yield {name: value}
                break


def runs(home: Home, step: Step, variables: dict[str, str]) -> bool:
    merged: dict[str, str | None] = {**uv_variables({**home.surroundings(), **variables})}
    merged |= step.variables
    kept = {name: value for name, value in merged.items() if value is not None}
    ran = run([*step.command, "--dry-run"], home.root, kept)
    # With `--locked` a setting that the lockfile was not made with is a reason to refuse.
    return ran.status == 0 or "needs to be updated" in ran.stderr


def test_every_variable(home: Home) -> None:
    home.want("three==2.0")
    home.variables["UV_CACHE_DIR"] = str(home.root.parent / "a cache")
    options = SyncOptions(python=str(home.environment / "bin/python"))
    (sync,) = installing(str(UV), options)
    plan, checked = planning(str(UV), options), planning(str(UV), options, locked=True)
    plan, checked = (it._replace(command=_without(it.command)) for it in (plan, checked))
    tried = list(accepted(home))
    assert {"UV_NO_SOURCES": "1"} in tried
    refused = [
        (it, step) for it in tried for step in (sync, plan, checked) if not runs(home, step, it)
    ]
    assert not refused


def _without(command: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(it for it in command if it != "--dry-run")

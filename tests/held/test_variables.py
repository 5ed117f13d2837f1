"""No variable that `uv sync` reads makes the commands that Lockstep runs fail."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from lockstep.installers.uv.commands import SyncOptions, installing, planning, uv_variables
from lockstep.model.plan import Step

from ..oracle.machine import run
from .demo_project import DemoProject
from .sandbox import UV

pytestmark = pytest.mark.slow

# One value for each kind of option value in uv.
VALUES = ("1", "six", "lowest", "allow", "fewest", "copy", "first-index", "subprocess", "cpu")
# These choose other folders, files and projects on purpose.
ELSEWHERE = {"UV_CONFIG_FILE", "UV_WORKING_DIR", "UV_PROJECT", "UV_CACHE_DIR", "UV_PYTHON"}


def accepted(demo: DemoProject) -> Iterator[dict[str, str]]:
    """Each variable in the help of `uv sync`, with each value that uv accepts for it."""
    names = sorted({*re.findall(r"\benv: (UV_\w+)", demo.plain_uv("sync", "--help").out)})
    assert len(names) > 25
    for name in names:
        for value in VALUES if name not in ELSEWHERE else ():
            variables = {**demo.process_variables(), name: value}
            if run([str(UV), "sync", "--dry-run"], demo.root, variables).status == 0:
                yield {name: value}
                break


def runs(demo: DemoProject, step: Step, variables: dict[str, str]) -> bool:
    merged: dict[str, str | None] = {**uv_variables({**demo.process_variables(), **variables})}
    merged |= step.variables
    kept = {name: value for name, value in merged.items() if value is not None}
    ran = run([*step.command, "--dry-run"], demo.root, kept)
    # With `--locked`, uv refuses when a setting differs from the lockfile's.
    return ran.status == 0 or "needs to be updated" in ran.stderr


def test_every_variable(demo: DemoProject) -> None:
    demo.relock("three==2.0")
    demo.variables["UV_CACHE_DIR"] = str(demo.root.parent / "a cache")
    options = SyncOptions(python=str(demo.environment / "bin/python"))
    (sync,) = installing(str(UV), options)
    plan, checked = planning(str(UV), options), planning(str(UV), options, "--locked")
    plan, checked = (it._replace(command=_without(it.command)) for it in (plan, checked))
    tried = list(accepted(demo))
    assert {"UV_NO_SOURCES": "1"} in tried
    refused = [
        (it, step) for it in tried for step in (sync, plan, checked) if not runs(demo, step, it)
    ]
    assert not refused


def _without(command: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(it for it in command if it != "--dry-run")

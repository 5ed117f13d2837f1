"""`npm run bench`: each figure is the median of ratios, ours to uv's, taken in turn."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import NamedTuple

from uv import find_uv_bin

from lockstep.project.checker import Checker, CheckRequest

from . import server
from .project import cache_folder, clean_variables, make_project

ROUNDS = 9

Action = Callable[[], object]


class Figure(NamedTuple):
    """One row: what is compared with `uv sync --check`, and how much slower it may be."""

    words: str
    limit: float
    goal: float
    action: Action
    before: Action = lambda: None


def main() -> int:
    uv, cache = find_uv_bin(), cache_folder()
    root = make_project(uv, cache)
    variables = clean_variables()
    command = [uv, "sync", "--check", "--frozen", "--offline", "--quiet"]

    def ask_uv() -> None:
        subprocess.run(command, cwd=root, env=variables, check=True, capture_output=True)

    print(f"{'':44}  {'uv':>8}  {'ours':>8}  {'ratio':>6}  {'limit':>5}  {'goal':>5}")
    for figure in _figures(root, variables):
        _show(figure, _measure(figure, ask_uv))
    asyncio.run(server.measure())
    return 0


def _figures(root: Path, variables: dict[str, str]) -> list[Figure]:
    checker = Checker(variables)
    request = CheckRequest(str(root))
    checker.check(request)
    changed = next((root / ".venv").glob("[Ll]ib/**/site-packages/six-*.dist-info"))
    process = [sys.executable, "-m", "lockstep", "check", "--project", str(root)]
    with_path = {**variables, "PYTHONPATH": "server"}

    def run(*more: str) -> Action:
        return lambda: subprocess.run(
            [*process, *more], env=with_path, capture_output=True, check=False
        )

    return [
        Figure(
            "first check in a running process", 0.8, 0.5, lambda: Checker(variables).check(request)
        ),
        Figure(
            "check again after one package changed",
            0.1,
            0.1,
            lambda: checker.check(request),
            lambda: os.utime(changed),
        ),
        Figure("`lockstep check` as a process", 3.5, 2.5, run()),
        Figure("`lockstep check --files` as a process", 8.0, 8.0, run("--files")),
    ]


def _measure(figure: Figure, ask_uv: Action) -> list[tuple[float, float]]:
    """Seconds of uv and ours, in turn, so that a noisy machine troubles both alike."""
    ask_uv(), figure.action()
    found = []
    for _ in range(ROUNDS):
        figure.before()
        found.append((_seconds(ask_uv), _seconds(figure.action)))
    return found


def _seconds(action: Action) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def _show(figure: Figure, pairs: list[tuple[float, float]]) -> None:
    theirs, ours = (median(side) * 1000 for side in zip(*pairs, strict=True))
    ratio = median(mine / other for other, mine in pairs)
    verdict = "" if ratio <= figure.limit else "  over the limit"
    print(
        f"{figure.words:44}  {theirs:5.1f} ms  {ours:5.1f} ms  {ratio:6.2f}"
        f"  {figure.limit:5.1f}  {figure.goal:5.1f}{verdict}",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())

"""`npm run bench -- sync`: what the transaction costs on the large project, beside plain uv."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from uv import find_uv_bin

from .project import cache_folder, clean_variables, make_project

ROUNDS = 5
_CHANGED = (
    *("six", "idna", "certifi", "click", "packaging"),
    *("pluggy", "iniconfig", "urllib3", "markupsafe", "jinja2"),
)


class Big:
    """The large project, and the ways to change its environment."""

    def __init__(self) -> None:
        self.uv = find_uv_bin()
        self.root = make_project(self.uv, cache_folder())
        folder = os.pathsep.join((str(Path(self.uv).parent), os.environ["PATH"]))
        self.variables = {**clean_variables(), "UV_OFFLINE": "1", "PATH": folder}

    def run(self, *command: str, **variables: str) -> None:
        """Run a program in the project; it must succeed."""
        every = {**self.variables, **variables}
        done = subprocess.run(command, cwd=self.root, env=every, capture_output=True, check=False)
        if done.returncode:
            sys.exit(f"{' '.join(command)}: {done.stdout.decode()}{done.stderr.decode()}")

    def check(self) -> None:
        self.run(self.uv, "sync", "--check", "--frozen", "--quiet")

    def sync(self) -> None:
        self.run(self.uv, "sync", "--frozen", "--quiet")

    def lockstep(self, *arguments: str) -> None:
        server = str(Path("server").absolute())
        self.run(sys.executable, "-m", "lockstep", *arguments, PYTHONPATH=server)

    def drift(self) -> None:
        """Take ten packages away."""
        place = {"VIRTUAL_ENV": str(self.root / ".venv")}
        self.run(self.uv, "pip", "uninstall", "--quiet", *_CHANGED, **place)

    def remove(self) -> None:
        shutil.rmtree(self.root / ".venv")


def main() -> int:
    big = Big()
    big.sync()
    checks = [_seconds(big.check) for _ in range(ROUNDS)]
    theirs: list[float] = []
    ours: list[float] = []
    for _ in range(ROUNDS):
        for action, found in ((big.sync, theirs), (lambda: big.lockstep("sync"), ours)):
            big.drift()
            found.append(_seconds(action))
    more = median(ours) - median(theirs)
    _show(
        "ten packages", theirs, ours, f"uv + {more / median(checks):.1f} checks", "uv + 10 checks"
    )
    theirs, ours = [], []
    for _ in range(ROUNDS):
        theirs.append(_seconds(big.remove) + _seconds(big.sync))
        ours.append(_seconds(lambda: big.lockstep("recreate")))
    _show("recreate", theirs, ours, f"{median(ours) / median(theirs):.2f}", "1.15")
    holders = [_seconds(lambda: _holders(big)) for _ in range(ROUNDS)]
    _show("holders", checks, holders, f"{median(holders) / median(checks):.1f} checks", "10 checks")
    return 0


def _holders(big: Big) -> None:
    big.lockstep("holders")


def _seconds(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def _show(words: str, theirs: list[float], ours: list[float], figure: str, limit: str) -> None:
    left, right = median(theirs) * 1000, median(ours) * 1000
    print(
        f"{words:16}  uv {left:7.0f} ms  ours {right:7.0f} ms  {figure}  limit {limit}", flush=True
    )


if __name__ == "__main__":
    sys.exit(main())

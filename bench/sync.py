"""`npm run bench -- sync`: what the transaction costs on the large project, beside plain uv."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from unittest.mock import patch

from uv import find_uv_bin

from lockstep.aside.aside_folder import AsideFolder, make_aside_folder
from lockstep.aside.context import Context
from lockstep.aside.journal import Journal
from lockstep.aside.stash import swap_held
from lockstep.host.own_host import own_host

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
    _show_noise(checks)
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
    with tempfile.TemporaryDirectory(dir=big.root) as folder:
        copies, swaps = _swaps(Path(folder))
    _show("swap of 100 MB", copies, swaps, f"{median(swaps) / median(copies):.2f}", "1.2", "copy")
    with _crowd():
        holders = [_seconds(lambda: _holders(big)) for _ in range(ROUNDS)]
    _show("holders", checks, holders, f"{median(holders) / median(checks):.1f} checks", "10 checks")
    return 0


_HELD_BYTES = 100 * 1024 * 1024


def _swaps(folder: Path) -> tuple[list[float], list[float]]:
    """Seconds of a copy with fsync, and of a swap, of the same large file."""
    host = own_host()
    held = folder / "held"
    held.write_bytes(os.urandom(_HELD_BYTES))
    copies, swaps = [], []
    for number in range(1, ROUNDS + 1):
        aside_folder = AsideFolder(str(folder / ".lockstep" / str(number)))
        make_aside_folder(host, aside_folder.path)
        copies.append(_seconds(lambda: _copy(held, folder / "copy")))
        journal = Journal(str(folder / "journal"))
        with patch.object(host, "is_held", return_value=True):
            context = Context(host, aside_folder, str(folder))
            swap = partial(swap_held, context, journal, ("held",))
            swaps.append(_seconds(swap))
        journal.close()
        shutil.rmtree(aside_folder.path)
    return copies, swaps


def _copy(source: Path, target: Path) -> None:
    shutil.copy2(source, target)
    with target.open("rb+") as file:
        os.fsync(file.fileno())
    target.unlink()


@contextmanager
def _crowd() -> Iterator[None]:
    """A machine on which at least 300 programs run."""
    programs = [subprocess.Popen((sys.executable, "-Sc", "input()"), stdin=-1) for _ in range(300)]
    try:
        yield
    finally:
        for it in programs:
            it.communicate(b"\n")


def _holders(big: Big) -> None:
    big.lockstep("holders")


def _seconds(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def _show_noise(checks: list[float]) -> None:
    """How far equal rounds of one command lie apart: smaller differences tell nothing."""
    low, middle, high = (of(checks) * 1000 for of in (min, median, max))
    print(f"{'a check of uv':16}  {middle:.0f} ms, {low:.0f} to {high:.0f} ms", flush=True)


def _show(
    words: str,
    theirs: list[float],
    ours: list[float],
    figure: str,
    limit: str,
    other: str = "uv",
) -> None:
    left, right = median(theirs) * 1000, median(ours) * 1000
    print(
        f"{words:16}  {other} {left:7.0f} ms  ours {right:7.0f} ms  {figure}  limit {limit}",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())

"""`npm run bench -- verify`: every file of the large project, beside a plain SHA-256 of the same.

Two rivals hash the same files on the same cores and compare nothing: `sha256sum`, and threads of
Python as lean as they can be. The faster one counts.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from uv import find_uv_bin

from lockstep.host.shared_open import usable_cores

from .project import cache_folder, clean_variables, make_project

ROUNDS = 9
LIMIT = 1.5
_THREADS = """\
import hashlib, io, os, sys, threading
sys.setswitchinterval(0.0001)
with open(sys.argv[1], "rb") as file:
    paths = file.read().split(b"\\0")
parts = iter([paths[it : it + 200] for it in range(0, len(paths), 200)])
lock = threading.Lock()
def work():
    block = bytearray(1 << 18)
    view = memoryview(block)
    while True:
        with lock:
            part = next(parts, None)
        if part is None:
            return
        for path in part:
            found = hashlib.sha256()
            with io.FileIO(path) as file:
                while count := file.readinto(block):
                    found.update(view[:count])
            found.digest()
threads = [threading.Thread(target=work) for _ in range(int(sys.argv[2]))]
for it in threads: it.start()
for it in threads: it.join()
"""


def main() -> int:
    uv = find_uv_bin()
    root = make_project(uv, cache_folder())
    subprocess.run([uv, "sync", "--frozen", "--quiet"], cwd=root, env=clean_variables(), check=True)
    listed = root / "files"
    paths = [it for it in _paths(root) if it.is_file()]
    listed.write_bytes(b"\0".join(map(os.fsencode, paths)))
    size = sum(it.stat().st_size for it in paths) / 1e6
    print(f"{len(paths)} files, {size:.0f} MB, {usable_cores()} cores", flush=True)
    rivals = _rivals(listed)
    ours = _action(sys.executable, "-m", "lockstep", "verify", "--project", str(root))
    times = _measured({**rivals, "ours": ours})
    rival = min(rivals, key=lambda it: median(times[it]))
    for name, found in times.items():
        print(f"{name:10}  {median(found):6.3f} s  ({min(found):.3f} to {max(found):.3f})")
    ratio = median(a / b for a, b in zip(times["ours"], times[rival], strict=True))
    verdict = "" if ratio <= LIMIT else "  over the limit"
    print(f"ours to {rival}: {ratio:.2f}  limit {LIMIT}{verdict}", flush=True)
    return int(ratio > LIMIT)


def _paths(root: Path) -> list[Path]:
    """Every file with a hash in a RECORD."""
    found = []
    for record in root.glob(".venv/[Ll]ib/**/site-packages/*.dist-info/RECORD"):
        with record.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.reader(file) if row[1] and not row[0].endswith(".pyc")]
        found += [record.parent.parent / row[0] for row in rows]
    return found


def _rivals(listed: Path) -> dict[str, Callable[[], None]]:
    cores = str(usable_cores())
    threads = _action(sys.executable, "-c", _THREADS, str(listed), cores)
    if shutil.which("sha256sum") is None or shutil.which("xargs") is None:
        return {"threads": threads}
    sums = _action("xargs", "-0", "-a", str(listed), "-P", cores, "-n", "1000", "sha256sum")
    return {"sha256sum": sums, "threads": threads}


def _action(*command: str) -> Callable[[], None]:
    variables = {**clean_variables(), "PYTHONPATH": str(Path("server").absolute())}

    def run() -> None:
        subprocess.run(command, env=variables, stdout=subprocess.DEVNULL, check=True)

    return run


def _measured(actions: dict[str, Callable[[], None]]) -> dict[str, list[float]]:
    """Seconds of each, in turn, so that a noisy machine troubles all alike; the first warms up."""
    times: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(ROUNDS + 1):
        for name, action in actions.items():
            started = time.perf_counter()
            action()
            times[name].append(time.perf_counter() - started)
    return {name: found[1:] for name, found in times.items()}


if __name__ == "__main__":
    sys.exit(main())

"""Runs processes in parallel, and shows the output of each in one piece when it ends."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed


def run_beside(
    commands: Mapping[str, tuple[str, ...]], workers: int
) -> Iterator[tuple[str, int, float]]:
    """Run every command, at most `workers` at a time, started in the order of the mapping.

    Yields name, exit status and duration in seconds of each command when it ends.
    """
    pool = ThreadPoolExecutor(workers)
    try:
        running = [pool.submit(_run, name, command) for name, command in commands.items()]
        for each in as_completed(running):
            name, ended, seconds = each.result()
            print(f"\n--- {name}", flush=True)
            sys.stdout.buffer.write(ended.stdout)
            sys.stdout.flush()
            yield name, ended.returncode, seconds
    finally:
        # After Ctrl-C, which the running commands get too, no other one is started.
        pool.shutdown(cancel_futures=True)


def _run(
    name: str, command: tuple[str, ...]
) -> tuple[str, subprocess.CompletedProcess[bytes], float]:
    print(f"begun: {name}", flush=True)
    began = time.monotonic()
    ended = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return name, ended, time.monotonic() - began

"""Programs that hold files of an environment."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

# Maps the file executable, as importing an extension module does, and then prints `held`.
_SCRIPT = """\
import mmap, sys
with open(sys.argv[1], "rb") as file:
    held = mmap.mmap(file.fileno(), 0, mmap.MAP_PRIVATE, mmap.PROT_READ | mmap.PROT_EXEC)
print("held", flush=True)
sys.stdin.read()
"""


class Holding:
    """A program that has mapped a file; `started` is its start time, as the server reports it."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.pid = process.pid
        self.started = psutil.Process(process.pid).create_time()
        self._process = process

    @property
    def is_running(self) -> bool:
        """Whether the program has not been ended."""
        return self._process.poll() is None


@contextmanager
def holding(path: Path) -> Iterator[Holding]:
    """Run a program that holds a file, which must not be empty."""
    command = (sys.executable, "-c", _SCRIPT, str(path))
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    try:
        yield Holding(process)
    finally:
        process.kill()
        process.communicate()

"""Runs of Lockstep in which a system call fails, through the library built from `faults.c`."""

from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ..program_result import ProgramResult
from .demo_project import DemoProject

# The groups of calls, with the numbers of `faults.c`.
OPENS, NAMES, NEEDS_ROOM, WRITES, ANY = 1, 2, 4, 8, 16

_TIMEOUT = 100.0
"""Seconds; Lockstep's own longest wait is five minutes."""


_PROGRAM = "from lockstep.__main__ import main\nmain()\n"


class Fault(NamedTuple):
    """An errno, and the groups of calls that it can hit.

    `goes_on`: every such call from the first on fails, as on a full disk. `ending`: only calls
    with it at the end of the path fail. `first` ("NAME PATH-END"): only these calls are numbered,
    so that a number means the same call in each run.
    """

    error: int
    groups: int
    goes_on: bool = False
    ending: str = ""
    first: str = ""

    @property
    def name(self) -> str:
        """The symbolic name of the errno."""
        return errno.errorcode[self.error]


FAULTS = (
    Fault(errno.EIO, ANY),
    Fault(errno.EACCES, NAMES),
    Fault(errno.EMFILE, OPENS),
    Fault(errno.ENOSPC, NEEDS_ROOM, goes_on=True),
    Fault(errno.EROFS, WRITES, goes_on=True),
)
NO_FAULT = Fault(0, ANY)


class Call(NamedTuple):
    """One counted call: its groups, its name, and the path that it is about."""

    groups: int
    name: str
    path: str


class Injector:
    """Runs Lockstep on a project with the fault library, and `more` as a second preload."""

    def __init__(self, demo: DemoProject, library: Path, more: Path | None = None) -> None:
        self._demo = demo
        self._library = library
        self._more = more
        self._log = demo.root.parent / "calls"
        # With `python -m`, Python itself would search the project's folder for modules.
        self._program = demo.root.parent / "installed" / "run.py"
        self._program.parent.mkdir()
        self._program.write_text(_PROGRAM)

    def run(self, fault: Fault, number: int, command: Sequence[str]) -> ProgramResult:
        """Run a command; of the calls that the fault can hit, the one with this number fails."""
        self._log.unlink(missing_ok=True)
        later = str(self._more or "")
        variables = {
            "LD_PRELOAD": f"{self._library} {later}".rstrip(),
            "FAULTS_LATER": later,
            "FAULTS_FOLDERS": f"{self._demo.root}:{self._demo.state}",
            "FAULTS_LOG": str(self._log),
            "FAULTS_GROUPS": str(fault.groups),
            "FAULTS_NUMBER": str(number),
            "FAULTS_ERROR": str(fault.error),
        }
        if fault.goes_on:
            variables["FAULTS_ON"] = "1"
        if fault.ending:
            variables["FAULTS_ENDING"] = fault.ending
        if fault.first:
            variables["FAULTS_FIRST"] = fault.first
        if self._more is not None:
            variables["HELD_RULES"] = str(self._demo.rules)
        return self._run_program(command, variables)

    def run_changed(self, script: str, command: Sequence[str]) -> ProgramResult:
        """Run a command after a script has patched Lockstep's code; no call fails."""
        self._log.write_text("")
        self._program.write_text(f"{script}\n{_PROGRAM}")
        try:
            return self._run_program(command, {})
        finally:
            self._program.write_text(_PROGRAM)

    def calls(self) -> tuple[Call, ...]:
        """The counted calls of the last run, in order."""
        lines = (it.split(" ", 2) for it in self._log.read_text().splitlines())
        return tuple(Call(int(groups), name, path) for groups, name, path in lines)

    def _run_program(self, command: Sequence[str], variables: dict[str, str]) -> ProgramResult:
        try:
            done = subprocess.run(
                (sys.executable, str(self._program), *command, "--format", "json"),
                cwd=self._demo.root,
                env=self._demo.process_variables(variables),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
                timeout=_TIMEOUT,
            )
        except subprocess.TimeoutExpired:
            return ProgramResult(-1, "", f"it had not ended after {_TIMEOUT} s")
        return ProgramResult(done.returncode, done.stdout, done.stderr)


def calls_for(fault: Fault, calls: Sequence[Call]) -> tuple[Call, ...]:
    """The calls that a fault can hit; the first has number 1."""
    return tuple(it for it in calls if it.groups & fault.groups)

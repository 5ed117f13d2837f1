"""One run of Lockstep in which a call of the system fails, by the library of `faults.c`."""

from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ..ended import Ended
from .home import Home

# The groups of calls, as in `faults.c`.
OPENS, NAMES, NEEDS_ROOM, WRITES, ANY = 1, 2, 4, 8, 16

_PATIENCE = 100.0
"""Seconds; a run that waits for something it cannot have goes on for five minutes."""


_PROGRAM = "from lockstep.__main__ import main\nmain()\n"


class Fault(NamedTuple):
    """An error of the system, and in which groups of calls it can come.

    `goes_on`: every such call from the first on fails, as on a full disk. `ending`: of these only
    calls for a path that ends with it. `first`: only calls of this name, with this end of a path
    after a blank, are numbered, so that a number means the same call in each run.
    """

    error: int
    groups: int
    goes_on: bool = False
    ending: str = ""
    first: str = ""

    @property
    def name(self) -> str:
        """The error's name."""
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
    """A call that was counted."""

    groups: int
    name: str
    path: str


class Injector:
    """Runs Lockstep on a home with the library that lets calls fail, and perhaps with another."""

    def __init__(self, home: Home, library: Path, more: Path | None = None) -> None:
        self._home = home
        self._library = library
        self._more = more
        self._log = home.root.parent / "calls"
        # With `python -m` Python itself would look for modules in the folder of the project.
        self._program = home.root.parent / "installed" / "run.py"
        self._program.parent.mkdir()
        self._program.write_text(_PROGRAM)

    def run(self, fault: Fault, number: int, command: Sequence[str]) -> Ended:
        """Run a command whose call with this number, of those the fault can come in, fails."""
        self._log.unlink(missing_ok=True)
        later = str(self._more or "")
        variables = {
            "LD_PRELOAD": f"{self._library} {later}".rstrip(),
            "FAULTS_LATER": later,
            "FAULTS_FOLDERS": f"{self._home.root}:{self._home.state}",
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
            variables["HELD_RULES"] = str(self._home.rules)
        return self._ended(command, variables)

    def run_changed(self, script: str, command: Sequence[str]) -> Ended:
        """Run a Lockstep whose code a script has changed before; no call fails."""
        self._log.write_text("")
        self._program.write_text(f"{script}\n{_PROGRAM}")
        try:
            return self._ended(command, {})
        finally:
            self._program.write_text(_PROGRAM)

    def calls(self) -> tuple[Call, ...]:
        """The calls of the last run, up to its end."""
        lines = (it.split(" ", 2) for it in self._log.read_text().splitlines())
        return tuple(Call(int(groups), name, path) for groups, name, path in lines)

    def _ended(self, command: Sequence[str], variables: dict[str, str]) -> Ended:
        try:
            done = subprocess.run(
                (sys.executable, str(self._program), *command, "--format", "json"),
                cwd=self._home.root,
                env=self._home.surroundings(variables),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
                timeout=_PATIENCE,
            )
        except subprocess.TimeoutExpired:
            return Ended(-1, "", f"it had not ended after {_PATIENCE} s")
        return Ended(done.returncode, done.stdout, done.stderr)


def calls_for(fault: Fault, calls: Sequence[Call]) -> tuple[Call, ...]:
    """Those calls in which a fault can come; the first has the number 1."""
    return tuple(it for it in calls if it.groups & fault.groups)

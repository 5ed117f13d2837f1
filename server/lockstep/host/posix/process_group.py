"""Starts an installer and its descendants as one process group, on Linux and macOS."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress

from ..process_group import ProcessGroup

assert sys.platform != "win32"

_DEATH_WATCH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "death_watch.py")


def start_group(
    command: Sequence[str],
    folder: str,
    variables: Mapping[str, str],
    inherit: Sequence[int] = (),
    stderr: int = subprocess.STDOUT,
) -> ProcessGroup:
    """Start a program under `death_watch`, which ends the group when Lockstep ends.

    The process to wait for is the death watch; it exits with the status of the program, and with
    127 if the program cannot be run.

    Args:
        command: the program by its absolute path, and its arguments.
        folder: its working directory.
        variables: all its environment variables.
        inherit: file descriptors that it keeps open.
        stderr: as in `subprocess.Popen`; by default merged into standard output.

    Raises:
        OSError: the death watch cannot be started.
    """
    # Not through standard output, where the loader may print first (a wrong LD_PRELOAD).
    told, tells = os.pipe()
    with open(told, "rb") as pid_of_program:
        with open(tells, "wb"):  # closed below, so that the death watch has the only other copy
            process = subprocess.Popen(
                # -I and -S: no site-packages and variables of Python, for speed and for safety.
                (sys.executable, "-I", "-S", "-B", _DEATH_WATCH, str(tells), folder, *command),
                env=dict(variables),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                # The death watch signals its whole group, which must not be that of Lockstep.
                start_new_session=True,
                pass_fds=(tells, *inherit),
            )
        assert process.stdin is not None
        pid = int(pid_of_program.read() or process.pid)
    return ProcessGroup(process, pid, end=process.stdin.close, forget=process.stdin.close)


def start_short(command: Sequence[str], folder: str, variables: Mapping[str, str]) -> ProcessGroup:
    """Start a program that changes nothing and ends soon, so that it may outlive this process.

    It has no death watch, which takes as long to start as such a program takes to finish. Its
    standard output and error output are separate pipes. `end` of the result kills its process group
    (SIGKILL).

    Args:
        command: the program by its absolute path, and its arguments.
        folder: its working directory.
        variables: all its environment variables.

    Raises:
        OSError: it cannot be started.
    """
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=dict(variables),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )

    def end() -> None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)

    return ProcessGroup(process, process.pid, end=end, forget=lambda: None)

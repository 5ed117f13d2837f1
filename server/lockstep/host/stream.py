"""Runs an installer with all its descendants, which end when Lockstep does.

A module of its own because only a sync needs it, and its imports would slow down a check.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence

from ..debug_log import debug
from .cancellation import CancellationToken
from .run import Output

if sys.platform == "win32":
    from .windows.process_group import start_group, start_short
else:
    from .posix.process_group import start_group, start_short


def run_streaming(
    command: Sequence[str],
    folder: str,
    variables: Mapping[str, str],
    on_line: Callable[[str], None],
    cancellation: CancellationToken,
    on_start: Callable[[int], None] = lambda _: None,
    inherit: Sequence[int] = (),
) -> Output:
    """Run a program to its end, and pass on each line of its output as it comes.

    Args:
        command: the program by its absolute path, and its arguments.
        folder: its working directory.
        variables: all its environment variables.
        on_line: called in this thread with each line of standard output and error output, without
            its end; bytes that are not UTF-8 are replaced.
        cancellation: ends the program and its descendants.
        on_start: called with the pid of the program.
        inherit: file descriptors that the program keeps open, on POSIX; with a lock among them, the
            lock lasts until the program has ended, even if Lockstep has died.

    Returns:
        The result, with all lines in `err`. The status is None if the program was cancelled before
        it started or could not be started; `err` has the reason then, or is empty if cancelled. A
        program that is cancelled later has the status of a killed one.
    """
    if cancellation.is_set:
        return Output(None)
    debug("run", " ".join(command))
    try:
        group = start_group(command, folder, variables, inherit)
    except OSError as mistake:
        return Output(None, err=f"error: {mistake}")
    lines = []
    with group.process as process:
        cancellation.watch(group.end)
        on_start(group.pid)
        for raw in process.stdout or ():
            lines.append(raw.decode("utf-8", "replace").rstrip("\r\n"))
            on_line(lines[-1])
        status = process.wait()
        cancellation.watch(None)
    group.forget()
    debug("ended", f"{command[0]} with {status}")
    return Output(status, err="\n".join(lines))


def run_until(
    command: Sequence[str],
    folder: str,
    variables: Mapping[str, str],
    cancellation: CancellationToken,
    *,
    is_short: bool = False,
) -> Output:
    """As `run_streaming`, but returns standard output and error output separately at the end.

    Args:
        command: the program by its absolute path, and its arguments.
        folder: its working directory.
        variables: all its environment variables.
        cancellation: ends the program and its descendants.
        is_short: the program starts and changes nothing and ends soon, so it may outlive Lockstep.
            On POSIX this saves the time to start a death watch.

    Returns:
        The result; the status is None in the same cases as that of `run_streaming`.
    """
    if cancellation.is_set:
        return Output(None)
    debug("run", " ".join(command))
    try:
        if is_short:
            group = start_short(command, folder, variables)
        else:
            group = start_group(command, folder, variables, stderr=subprocess.PIPE)
    except OSError as mistake:
        return Output(None, err=f"error: {mistake}")
    with group.process as process:
        cancellation.watch(group.end)
        assert process.stdout is not None
        assert process.stderr is not None
        errors: list[bytes] = []
        read = process.stderr.read
        # Both pipes are read at the same time: the program blocks when one of them is full.
        reader = threading.Thread(target=lambda: errors.append(read()), daemon=True)
        reader.start()
        out = process.stdout.read()
        reader.join()
        status = process.wait()
        cancellation.watch(None)
    group.forget()
    debug("ended", f"{command[0]} with {status}")
    return Output(
        status, out.decode("utf-8", "replace"), b"".join(errors).decode("utf-8", "replace")
    )

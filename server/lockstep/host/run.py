"""Runs a short program to its end, without a shell and without standard input."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..debug_log import debug


class Output(NamedTuple):
    """The result of a process.

    Attributes:
        status: its exit status, negative if a signal ended it (`subprocess`); 128 + N for signal N
            under a death watch. None if it could not be started, timed out or was cancelled before.
        out: its standard output; empty if that is merged into `err`.
        err: its error output; or why `status` is None, empty for a cancellation.
    """

    status: int | None
    out: str = ""
    err: str = ""


def run(
    command: Sequence[str], folder: str, variables: Mapping[str, str], seconds: float
) -> Output:
    """Run a program to its end.

    Args:
        command: the program by its absolute path, and its arguments.
        folder: its working directory.
        variables: all its environment variables.
        seconds: the time after which it is killed.

    Returns:
        Its outputs, with bytes that are not UTF-8 replaced. If it could not be started or took too
        long, the status is None and `err` says why.
    """
    # Imported late: a check seldom starts a process.
    import subprocess

    debug("run", " ".join(command))
    try:
        done = subprocess.run(
            list(command),
            cwd=folder,
            env=dict(variables),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            check=False,
            # Without it, Windows opens a console window over the editor.
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, subprocess.SubprocessError) as mistake:
        return Output(None, err=str(mistake))
    return Output(
        done.returncode,
        done.stdout.decode("utf-8", "replace"),
        done.stderr.decode("utf-8", "replace"),
    )

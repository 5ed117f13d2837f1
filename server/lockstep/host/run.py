"""The only place that starts a process. No shell, no inherited standard input."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..debug_log import debug


class Output(NamedTuple):
    """What a finished process left; a `status` of None means that it never ran to its end."""

    status: int | None
    out: str = ""
    err: str = ""


def run(
    command: Sequence[str], folder: str, variables: Mapping[str, str], seconds: float
) -> Output:
    """Run a program to its end. The program must be named by an absolute path."""
    # A check seldom starts anything.
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
            # On Windows a program of a console would show one, over the editor.
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, subprocess.SubprocessError) as mistake:
        return Output(None, err=str(mistake))
    return Output(
        done.returncode,
        done.stdout.decode("utf-8", "replace"),
        done.stderr.decode("utf-8", "replace"),
    )

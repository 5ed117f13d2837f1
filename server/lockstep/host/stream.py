"""Running an installer: line by line, with all that it starts, never longer than we live.

This is a module of its own because only a sync needs it, and a check is a matter of 0.1 s.
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
    """Run a program and hear each of its lines; those of both streams are in `err`.

    `cancellation` ends it, and so does our own death. The program must be named by an absolute
    path. `on_start` is told the number of its process; `inherit` are open files that it holds as
    long as it lives, where the platform can do that.
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
    """Run a program, with all that it starts, to its end or until `cancellation`.

    As `run_streaming`, but standard output and error output are kept apart, and nothing is told
    on the way: for questions. `is_short`: it starts nothing, changes nothing and ends soon, so that
    it need not end with us.
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
        # Both pipes are emptied at once: a full one would stop the program.
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

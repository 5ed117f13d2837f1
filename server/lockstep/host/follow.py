"""Running an installer: line by line, with all that it starts, never longer than we live.

This is a module of its own because only a sync needs it, and a check is a matter of 0.1 s.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence

from .halt import Halt
from .run import Output

if sys.platform == "win32":
    from .windows_group import start_group
else:
    from .posix_group import start_group


def follow(
    command: Sequence[str],
    folder: str,
    variables: Mapping[str, str],
    hear: Callable[[str], None],
    halt: Halt,
    born: Callable[[int], None] = lambda _: None,
    keeps: Sequence[int] = (),
) -> Output:
    """Run a program and hear each of its lines; those of both streams are in `err`.

    `halt` ends it, and so does our own death. The program must be named by an absolute path.
    `born` is told the number of its process; `keeps` are open files that it holds as long as it
    lives, where the platform can do that.
    """
    if halt.is_set:
        return Output(None)
    try:
        group = start_group(command, folder, variables, keeps)
    except OSError as mistake:
        return Output(None, err=f"error: {mistake}")
    lines = []
    with group.process as process:
        halt.watch(group.end)
        born(group.pid)
        for raw in process.stdout or ():
            lines.append(raw.decode("utf-8", "replace").rstrip("\r\n"))
            hear(lines[-1])
        status = process.wait()
        halt.watch(None)
    group.forget()
    return Output(status, err="\n".join(lines))

"""Runs a program, and ends it with all that it started as soon as nobody holds our standard input.

`python death_watch.py FOLDER PROGRAM [ARGUMENT ...]`, in a process group of its own. The first line
on its standard output is the number of the program's process, all others are the program's own. The
other end of the pipe is held by Lockstep alone, so letting go of it ends the program, and so does
our death.
"""

from __future__ import annotations

import _thread
import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal
    from typing import NoReturn
else:
    # `signal` makes enums of its numbers, which takes as long as this interpreter needs to start.
    import _signal as signal

assert sys.platform != "win32"

_GRACE_SECONDS = 0.5
_NOT_FOUND = 127


def main(arguments: list[str]) -> NoReturn:
    """Exit with the program's status; 128 and more where a signal ended it."""
    folder, *command = arguments
    # The signal for the whole group is not meant for us.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    child = os.fork()
    if child == 0:
        _become(folder, command)
    has_ended: list[bool] = []
    _thread.start_new_thread(_watch, (child, has_ended))
    _, status = os.waitpid(child, 0)
    if has_ended:
        # What the program started may have outlived it.
        os.kill(0, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(status)
    # At once: nothing is buffered, and to take the interpreter apart takes a while.
    os._exit(code if code >= 0 else 128 - code)


def _become(folder: str, command: list[str]) -> None:
    try:
        os.write(1, f"{os.getpid()}\n".encode())
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.chdir(folder)
        os.execv(command[0], command)
    except OSError as mistake:
        os.write(2, f"error: {command[0]} cannot be run: {mistake}\n".encode())
    os._exit(_NOT_FOUND)


def _watch(child: int, has_ended: list[bool]) -> None:
    os.read(0, 1)
    has_ended.append(True)
    # By its number too: the program may have left the group.
    _end(child, signal.SIGTERM)
    time.sleep(_GRACE_SECONDS)
    _end(child, signal.SIGKILL)


def _end(child: int, number: int) -> None:
    try:
        os.kill(child, number)
    except ProcessLookupError:
        child = 0  # it has ended
    os.kill(0, number)


if __name__ == "__main__":
    main(sys.argv[1:])

"""Runs a program, and ends it with all its descendants as soon as standard input is closed.

`python death_watch.py DESCRIPTOR FOLDER PROGRAM [ARGUMENT ...]`, started in a process group of its
own. It writes the pid of the program to the descriptor, and closes it. Only Lockstep has the other
end of the input pipe open, so the program ends when Lockstep closes it, and also when Lockstep is
killed.
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
    # Not `signal`: it turns its constants into enums, which doubles the start time of this script.
    import _signal as signal

assert sys.platform != "win32"

_GRACE_SECONDS = 0.5
_NOT_FOUND = 127


def main(arguments: list[str]) -> NoReturn:
    """Run the program, and exit with its status; with 128 + N if signal N ended it.

    The status is 127 if the program cannot be run. If standard input is closed before the program
    ends, this process is killed with its whole group (SIGKILL).

    Args:
        arguments: the descriptor, the folder, the program and its arguments, see the module.
    """
    tells, folder, *command = arguments
    # SIGTERM is sent to the whole group, and this process has to outlive the program.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    child = os.fork()
    if child == 0:
        _execute(int(tells), folder, command)
    # The parent reads until the last copy of it is closed.
    os.close(int(tells))
    has_ended: list[bool] = []
    _thread.start_new_thread(_watch, (child, has_ended))
    _, status = os.waitpid(child, 0)
    if has_ended:
        # Descendants of the program may have outlived it; 0 is this process group.
        os.kill(0, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(status)
    # os._exit: nothing is buffered, and an orderly shutdown of the interpreter takes time.
    os._exit(code if code >= 0 else 128 - code)


def _execute(tells: int, folder: str, command: list[str]) -> None:
    """In the child: tell the pid, then replace this process by the program; never returns."""
    try:
        os.write(tells, str(os.getpid()).encode())
        os.close(tells)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        # The program must not read from the pipe that the watch waits for.
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.chdir(folder)
        os.execv(command[0], command)
    except OSError as mistake:
        os.write(2, f"error: {command[0]} cannot be run: {mistake}\n".encode())
    os._exit(_NOT_FOUND)


def _watch(child: int, has_ended: list[bool]) -> None:
    """Wait until standard input is closed, then end the group: SIGTERM, SIGKILL after 0.5 s."""
    os.read(0, 1)
    has_ended.append(True)
    # By its pid too: the program may have left the group.
    _end(child, signal.SIGTERM)
    time.sleep(_GRACE_SECONDS)
    _end(child, signal.SIGKILL)


def _end(child: int, number: int) -> None:
    try:
        os.kill(child, number)
    except ProcessLookupError:
        child = 0  # it has ended already
    os.kill(0, number)


if __name__ == "__main__":
    main(sys.argv[1:])

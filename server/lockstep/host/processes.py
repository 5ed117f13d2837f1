"""Identifies and ends processes.

A process is identified by its id and its start time in epoch seconds, since ids are reused. psutil
is imported only where it is used: that takes 15 ms, and most syncs need only a start time, which
Linux gives without it.
"""

from __future__ import annotations

import os
import sys
from functools import lru_cache

from .retry import poll_until

_SAME_SECONDS = 1.0
"""Start times that differ by less are equal: they are computed from clocks that are adjusted."""

_KILL_SECONDS = 5.0
_TERMINATE_SECONDS = 2.0


def started(pid: int) -> float:
    """The start time of a process in epoch seconds.

    The value is psutil's on every system, because journals of other versions contain that.

    Returns 0 if there is no such process, or its start time cannot be read.
    """
    if sys.platform == "linux":
        return _started_by_proc(pid)
    import psutil

    try:
        return float(psutil.Process(pid).create_time())
    except psutil.Error:
        return 0.0


def _started_by_proc(pid: int) -> float:
    """The start time from field 22 of `/proc/PID/stat`, in clock ticks since boot (proc(5)).

    Field 2, the name in parentheses, may contain spaces and parentheses, so the fields are counted
    from the last parenthesis, where field 3 begins.
    """
    if sys.platform != "linux":
        return 0.0
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
        return int(fields[22 - 3]) / os.sysconf("SC_CLK_TCK") + _boot_time()
    except (OSError, ValueError, IndexError):
        return 0.0


@lru_cache(maxsize=1)
def _boot_time() -> float:
    """The boot time in epoch seconds; cached, so that start times stay comparable."""
    with open("/proc/stat", "rb") as file:
        found = (float(line.split()[1]) for line in file if line.startswith(b"btime "))
        return next(found, 0.0)


def is_alive(pid: int, since: float) -> bool:
    """Whether a process with this id and start time (epoch seconds) exists; a zombie counts.

    Times that differ by less than a second count as equal. False if `since` is 0, which is unknown.
    """
    return since > 0 and abs(started(pid) - since) < _SAME_SECONDS


def own_identity() -> tuple[int, float]:
    """The id of this process, and its start time as from `started`."""
    return os.getpid(), started(os.getpid())


def own_ancestors() -> frozenset[int]:
    """The ids of this process and all its ancestors; only its parent if others cannot be read."""
    import psutil

    here = psutil.Process()
    try:
        return frozenset(it.pid for it in (here, *here.parents()))
    except psutil.Error:
        return frozenset((here.pid, os.getppid()))


def end_one(pid: int, since: float) -> bool:
    """End one process, but not its children: SIGTERM, then SIGKILL after two seconds.

    On Windows, the process is killed at once. After the kill this waits for up to five seconds.

    Args:
        pid: its id.
        since: its start time in epoch seconds; a later process with the same id is not touched.

    Returns:
        True if the process is gone or a zombie; False if it still runs, also for lack of
        permission.
    """
    import psutil

    def is_gone() -> bool:
        return not is_at_work(pid, since)

    try:
        process = psutil.Process(pid)
        if is_gone():
            return True
        process.terminate()
        if poll_until(is_gone, _TERMINATE_SECONDS):
            return True
        process.kill()
    except psutil.Error:
        return is_gone()
    return poll_until(is_gone, _KILL_SECONDS)


def is_at_work(pid: int, since: float) -> bool:
    """As `is_alive`, but False for a zombie, which has ended and only waits for its parent.

    Also False if the process may not be read.
    """
    import psutil

    try:
        return is_alive(pid, since) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def end_tree(pid: int, since: float) -> None:
    """Kill a process with all its descendants, and wait for up to 5 s until they are gone.

    Processes that may not be killed are left, without an error.

    Args:
        pid: its id.
        since: its start time in epoch seconds; a later process with the same id is not touched.
    """
    if not is_alive(pid, since):
        return
    import psutil

    try:
        root = psutil.Process(pid)
        # All descendants before the first kill: those of a dead process get another parent.
        tree = [root, *root.children(recursive=True)]
    except psutil.Error:
        return
    for process in tree:
        try:
            process.kill()
        except psutil.Error:
            continue
    psutil.wait_procs(tree, timeout=_KILL_SECONDS)

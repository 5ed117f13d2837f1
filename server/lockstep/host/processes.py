"""Other processes: whether one still lives, and the end of one.

psutil takes 15 ms to import, and most syncs need nothing but the start of a process: so it is
imported where it is used, and Linux tells a start without it.
"""

from __future__ import annotations

import os
import sys
from functools import lru_cache

from .retry import poll_until

_SAME_SECONDS = 1.0
_PATIENCE = 5.0
_POLITE = 2.0


def started(pid: int) -> float:
    """When a process started, in seconds since the epoch; 0 where there is none.

    On Linux too it is what psutil says: journals of other versions hold such values.
    """
    if sys.platform == "linux":
        return _started_by_proc(pid)
    import psutil

    try:
        return float(psutil.Process(pid).create_time())
    except psutil.Error:
        return 0.0


def _started_by_proc(pid: int) -> float:
    """By `/proc/PID/stat` (proc(5)): its field 22 counts clock ticks since the boot.

    The name in parentheses may hold anything; field 3 is the first one behind it.
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
    """When the system started, in seconds since the epoch; remembered, so that starts compare."""
    with open("/proc/stat", "rb") as file:
        found = (float(line.split()[1]) for line in file if line.startswith(b"btime "))
        return next(found, 0.0)


def is_alive(pid: int, since: float) -> bool:
    """Whether it is still that process, and not another one with its number."""
    return since > 0 and abs(started(pid) - since) < _SAME_SECONDS


def own_identity() -> tuple[int, float]:
    """The number and the start of this process."""
    return os.getpid(), started(os.getpid())


def own_ancestors() -> frozenset[int]:
    """The number of this process, of its parent, and of all above."""
    import psutil

    here = psutil.Process()
    try:
        return frozenset(it.pid for it in (here, *here.parents()))
    except psutil.Error:
        return frozenset((here.pid, os.getppid()))


def end_one(pid: int, since: float) -> bool:
    """End one process, and nothing that it started; whether it is gone.

    It may end by itself first, where the system knows how to ask.
    """
    import psutil

    def is_gone() -> bool:
        return not is_at_work(pid, since)

    try:
        process = psutil.Process(pid)
        if is_gone():
            return True
        process.terminate()
        if poll_until(is_gone, _POLITE):
            return True
        process.kill()
    except psutil.Error:
        return is_gone()
    return poll_until(is_gone, _PATIENCE)


def is_at_work(pid: int, since: float) -> bool:
    """Whether that process still does something: a zombie waits only for its parent to hear."""
    import psutil

    try:
        return is_alive(pid, since) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def end_tree(pid: int, since: float) -> None:
    """End a process that we started, and all that it started, and wait until they are gone."""
    if not is_alive(pid, since):
        return
    import psutil

    try:
        root = psutil.Process(pid)
        tree = [root, *root.children(recursive=True)]
    except psutil.Error:
        return
    for process in tree:
        try:
            process.kill()
        except psutil.Error:
            continue
    psutil.wait_procs(tree, timeout=_PATIENCE)

"""Other processes: whether one still lives, and the end of one that we started."""

from __future__ import annotations

import os

import psutil

_SAME_SECONDS = 1.0
_PATIENCE = 5.0


def started(pid: int) -> float:
    """When a process started, in seconds since the epoch; 0 where there is none."""
    try:
        return float(psutil.Process(pid).create_time())
    except psutil.Error:
        return 0.0


def is_alive(pid: int, since: float) -> bool:
    """Whether it is still that process, and not another one with its number."""
    return since > 0 and abs(started(pid) - since) < _SAME_SECONDS


def own_identity() -> tuple[int, float]:
    """The number and the start of this process."""
    return os.getpid(), started(os.getpid())


def end_tree(pid: int, since: float) -> None:
    """End a process that we started, and all that it started, and wait until they are gone."""
    if not is_alive(pid, since):
        return
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

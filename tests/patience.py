"""How long tests wait for an event: only a failure takes that long, however slow the machine is."""

from __future__ import annotations

from collections.abc import Iterable

import psutil

from lockstep.host.retry import poll_until

PATIENCE = 120.0
"""Seconds."""


def have_ended(processes: Iterable[psutil.Process]) -> bool:
    """Whether all processes end in time.

    Without a reaper, as in a container, an ended process stays as a zombie.
    """
    waiting = list(processes)
    return poll_until(lambda: all(map(has_ended, waiting)), PATIENCE)


def has_ended(process: psutil.Process) -> bool:
    """Whether a process has ended; a zombie has."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True

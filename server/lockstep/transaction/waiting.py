"""Waiting for other installers, by the lock on `.lock` of the environment, which uv takes too."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable

from ..errors import Busy
from ..host.contract import FileLock, Host

LONGEST_WAIT = 300.0
"""Seconds; as long as uv itself waits."""

_SLICE = 0.2
_BUSY = "another installer has been at work in this environment for 5 minutes"
_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EINVAL)


class _NoLock:
    """Stands for the lock where there can be none."""

    def files(self) -> tuple[int, ...]:
        return ()

    def release(self) -> None:
        return


def lock_environment(
    host: Host,
    environment: str,
    is_cancelled: Callable[[], bool] = lambda: False,
    waiting: Callable[[], None] = lambda: None,
) -> FileLock | None:
    """Take the lock of an environment; None when that was cancelled.

    `waiting` is called once, if another process has the lock. On a file system without locks
    there is none: uv goes on without one too (`uv/src/commands/project/sync.rs`).

    Raises:
        Refused: the other process does not end.
        OSError: the lock cannot be taken for another reason.
    """
    path = os.path.join(environment, ".lock")
    try:
        lock = host.take_lock(path, 0.0)
    except OSError as mistake:
        if mistake.errno not in _NO_LOCKS:
            raise
        return _NoLock()
    if lock is not None:
        return lock
    waiting()
    for _ in range(int(LONGEST_WAIT / _SLICE)):
        lock = host.take_lock(path, _SLICE)
        if lock is not None or is_cancelled():
            return lock
    raise Busy(_BUSY)

"""Waits for other installers, by the lock on `.lock` of the environment, which uv takes too."""

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
    """The lock on a file system without locks."""

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
    """Take the lock of an environment; returns None if that was cancelled.

    On a file system without locks the result locks nothing: uv also continues without a lock
    (`uv/src/commands/project/sync.rs`).

    Args:
        host: takes the lock.
        environment: the path of the environment, which must exist.
        is_cancelled: asked every 0.2 s while waiting.
        waiting: called once, if another process has the lock.

    Raises:
        Busy: the other process has not ended after `LONGEST_WAIT`.
        OSError: the lock cannot be taken for a reason other than a lack of locks.
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

"""Reading what others may delete, rename or replace meanwhile."""

from __future__ import annotations

import os
import sys

if sys.platform == "win32":
    import errno
    import msvcrt

    from .links import is_link
    from .windows import api as api

    def open_to_read(path: str, _: int = 0) -> int:
        """A file to read that hinders nobody, for `open`; a link is refused, not followed.

        Python itself would forbid everybody to delete the file meanwhile.

        Raises:
            OSError: ELOOP for a link; the system does not let us.
        """
        if is_link(path):
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)
        return _number(api.open_handle(path, api.GENERIC_READ))

    def open_shared(path: str, _: int = 0) -> int:
        """The same for one that may be reached through links.

        Raises:
            OSError: the system does not let us.
        """
        return _number(api.open_handle(path, api.GENERIC_READ, follows=True))

    def _number(handle: int) -> int:
        return msvcrt.open_osfhandle(handle, os.O_RDONLY | os.O_BINARY | os.O_NOINHERIT)

else:
    # Nobody waits at a pipe that lies where a file should.
    _FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC

    def open_to_read(path: str, _: int = 0) -> int:
        """A file to read that hinders nobody, for `open`; a link is refused, not followed.

        Raises:
            OSError: ELOOP for a link; the system does not let us.
        """
        return os.open(path, _FLAGS)

    def open_shared(path: str, _: int = 0) -> int:
        """The same for one that may be reached through links.

        Raises:
            OSError: the system does not let us.
        """
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)


def usable_cores() -> int:
    """How many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

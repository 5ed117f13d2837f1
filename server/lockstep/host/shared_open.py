"""Reading what others may delete, rename or replace meanwhile."""

from __future__ import annotations

import errno
import os
import stat
import sys

if sys.platform == "win32":
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
    # A pipe that lies where a file should is opened without waiting for its other end.
    _FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC

    def open_to_read(path: str, _: int = 0) -> int:
        """A file to read that hinders nobody, for `open`; a link is refused, not followed.

        Raises:
            OSError: ELOOP for a link; the system does not let us.
        """
        return _regular(path, _FLAGS | os.O_NOFOLLOW)

    def open_shared(path: str, _: int = 0) -> int:
        """The same for one that may be reached through links.

        Raises:
            OSError: EINVAL for a pipe, a device or a socket, which may have no end; the system does
                not let us.
        """
        return _regular(path, _FLAGS)

    def _regular(path: str, flags: int) -> int:
        number = os.open(path, flags)
        mode = os.fstat(number).st_mode
        # Of a folder Python itself says that it is one.
        if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
            return number
        os.close(number)
        raise OSError(errno.EINVAL, "not a regular file", path)


def usable_cores() -> int:
    """How many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

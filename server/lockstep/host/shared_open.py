"""Reading what others may delete, rename or replace meanwhile."""

from __future__ import annotations

import errno
import os
import stat
import sys

LARGEST_TEXT = 32 << 20
"""More bytes than any lockfile or RECORD has: the largest public lockfiles have 5 MB."""

_TOO_LARGE = f"it is larger than {LARGEST_TEXT >> 20} MB"
_NOT_REGULAR = "not a regular file"

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

    _opened = open_shared

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
        raise OSError(errno.EINVAL, _NOT_REGULAR, path)

    def _opened(path: str) -> int:
        return os.open(path, _FLAGS)


def open_small(path: str, _: int = 0) -> int:
    """As `open_shared`, for a text that is read to its end.

    Raises:
        OSError: EFBIG for a file of more than `LARGEST_TEXT` bytes; as `open_shared`.
    """
    return _small(open_shared(path), path)


def open_small_file(path: str, _: int = 0) -> int:
    """As `open_to_read`, for a text that is read to its end.

    Raises:
        OSError: EFBIG for a file of more than `LARGEST_TEXT` bytes; as `open_to_read`.
    """
    return _small(open_to_read(path), path)


def read_small(path: str) -> bytes:
    """The bytes of a small file, with as few calls as that takes: a check reads some hundred.

    Raises:
        IsADirectoryError: it is a folder.
        OSError: as `open_small`.
    """
    number = _opened(path)
    try:
        found = os.fstat(number)
        if not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode):
            raise OSError(errno.EINVAL, _NOT_REGULAR, path)
        if found.st_size > LARGEST_TEXT:
            raise OSError(errno.EFBIG, _TOO_LARGE, path)
        return os.read(number, found.st_size)
    finally:
        os.close(number)


def _small(number: int, path: str) -> int:
    if os.fstat(number).st_size <= LARGEST_TEXT:
        return number
    os.close(number)
    raise OSError(errno.EFBIG, _TOO_LARGE, path)


def usable_cores() -> int:
    """How many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

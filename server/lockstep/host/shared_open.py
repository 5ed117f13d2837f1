"""Opens files for reading so that other programs can still delete, rename or replace them."""

from __future__ import annotations

import errno
import os
import stat
import sys

LARGEST_TEXT = 32 << 20
"""The limit in bytes for texts of a project: the largest public lockfiles have 5 MB."""

_TOO_LARGE = f"it is larger than {LARGEST_TEXT >> 20} MB"
_NOT_REGULAR = "not a regular file"

if sys.platform == "win32":
    import msvcrt

    from .links import is_link
    from .windows import api as api

    def open_to_read(path: str, _: int = 0) -> int:
        """Open a file to read it, sharing deletion, which Python does not; an opener for `open`.

        The second parameter, the flags of `open`, is ignored. Returns a file descriptor.

        Raises:
            OSError: ELOOP if the path itself is a link or junction; or the system refuses.
        """
        if is_link(path):
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)
        return _number(api.open_handle(path, api.GENERIC_READ))

    def open_shared(path: str, _: int = 0) -> int:
        """As `open_to_read`, but follows links.

        Raises:
            OSError: the system refuses.
        """
        return _number(api.open_handle(path, api.GENERIC_READ, follows=True))

    def _number(handle: int) -> int:
        return msvcrt.open_osfhandle(handle, os.O_RDONLY | os.O_BINARY | os.O_NOINHERIT)

    _opened = open_shared

else:
    # O_NONBLOCK: opening a pipe in the place of a file must not wait for its other end.
    _FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC

    def open_to_read(path: str, _: int = 0) -> int:
        """Open a file to read it, but no link as the last part of the path; an opener for `open`.

        The second parameter, the flags of `open`, is ignored. Returns a file descriptor, also for a
        folder, of which `open` itself raises IsADirectoryError.

        Raises:
            OSError: ELOOP for a link; EINVAL for a pipe, a device or a socket; or the system
                refuses.
        """
        return _regular(path, _FLAGS | os.O_NOFOLLOW)

    def open_shared(path: str, _: int = 0) -> int:
        """As `open_to_read`, but follows links.

        Raises:
            OSError: EINVAL for a pipe, a device or a socket, which may be endless; or the system
                refuses.
        """
        return _regular(path, _FLAGS)

    def _regular(path: str, flags: int) -> int:
        number = os.open(path, flags)
        mode = os.fstat(number).st_mode
        # A folder is let through, so that Python raises its usual IsADirectoryError.
        if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
            return number
        os.close(number)
        raise OSError(errno.EINVAL, _NOT_REGULAR, path)

    def _opened(path: str) -> int:
        return os.open(path, _FLAGS)


def open_small(path: str, _: int = 0) -> int:
    """As `open_shared`, but refuses a file that is too large to be read whole.

    Raises:
        OSError: EFBIG for a file of more than `LARGEST_TEXT` bytes; or as `open_shared`.
    """
    return _small(open_shared(path), path)


def open_small_file(path: str, _: int = 0) -> int:
    """As `open_to_read`, but refuses a file that is too large to be read whole.

    Raises:
        OSError: EFBIG for a file of more than `LARGEST_TEXT` bytes; or as `open_to_read`.
    """
    return _small(open_to_read(path), path)


def read_small(path: str) -> bytes:
    """The content of a file of at most `LARGEST_TEXT` bytes; links are followed.

    It takes as few system calls as possible, because a check reads hundreds of files.

    Raises:
        OSError: EFBIG for a larger file; EINVAL for a pipe, a device or a socket; or the system
            refuses, for a folder by IsADirectoryError on POSIX.
    """
    number = _opened(path)
    try:
        found = os.fstat(number)
        if not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode):
            raise OSError(errno.EINVAL, _NOT_REGULAR, path)
        if found.st_size > LARGEST_TEXT:
            raise OSError(errno.EFBIG, _TOO_LARGE, path)
        # Of a folder this raises IsADirectoryError.
        return os.read(number, found.st_size)
    finally:
        os.close(number)


def _small(number: int, path: str) -> int:
    if os.fstat(number).st_size <= LARGEST_TEXT:
        return number
    os.close(number)
    raise OSError(errno.EFBIG, _TOO_LARGE, path)


def usable_cores() -> int:
    """The number of processors that this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

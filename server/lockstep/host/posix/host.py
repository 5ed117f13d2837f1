"""The contract on Linux and macOS."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import sys

from ..existence import exists
from ..files import to_disk
from ..retry import poll_until, retrying
from . import delete_tree as by_handle

assert sys.platform != "win32"

_RENAME_SECONDS = 2.0
_PASSING = (errno.EBUSY, errno.ETXTBSY)
_NO_LINKS = (errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.EXDEV)


class PosixFileLock:
    """An flock(2), as uv takes it of its `.lock`."""

    def __init__(self, number: int) -> None:
        self._number = number

    def files(self) -> tuple[int, ...]:
        """A child that inherits the file keeps the lock until it ends."""
        return (self._number,)

    def release(self) -> None:
        """Let others have it."""
        os.close(self._number)


class PosixHost:
    """The effects by the calls of POSIX."""

    def is_held(self, path: str, aside_folder: str) -> bool:
        """A second name that cannot be unlinked tells of WSL's drives, network shares and FUSE.

        On an ordinary disk a file can be deleted whoever uses it, and the answer is always no.

        Raises:
            OSError: a second name was refused for another reason than that there are none.
        """
        name = _free_name(aside_folder)
        try:
            os.link(path, name, follow_symlinks=False)
        except FileNotFoundError:
            return False
        except OSError as mistake:
            if mistake.errno in _NO_LINKS:
                return False
            raise
        try:
            os.unlink(name)
        except OSError:
            return True
        return False

    def rename(self, source: str, target: str) -> None:
        """Rename on one volume, never over something."""
        if exists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), target)
        retrying(lambda: os.rename(source, target), _RENAME_SECONDS, _passes)

    def link(self, source: str, target: str) -> bool:
        """Give a file or a link a second name; False where that is impossible."""
        try:
            os.link(source, target, follow_symlinks=False)
        except OSError as mistake:
            if mistake.errno not in _NO_LINKS:
                raise
            return False
        return True

    def copy(self, source: str, target: str) -> None:
        """A copy of a file or a link, with mode and times."""
        shutil.copy2(source, target, follow_symlinks=False)
        if os.path.islink(target):
            return
        number = os.open(target, os.O_RDONLY)
        try:
            to_disk(number)
        finally:
            os.close(number)

    def remove(self, path: str) -> None:
        """Remove a file, a link or an empty folder."""
        try:
            os.unlink(path)
        except (IsADirectoryError, PermissionError):  # of a folder the latter on macOS
            if not os.path.isdir(path) or os.path.islink(path):
                raise
            os.rmdir(path)

    def delete_tree(self, path: str) -> bool:
        """Delete what is at a path, and all in it; whether it is gone. No link is followed."""
        return by_handle.delete_tree(path)

    def make_folder(self, path: str) -> None:
        """Make a folder; it must not be there."""
        os.mkdir(path)

    def take_lock(self, path: str, seconds: float) -> PosixFileLock | None:
        """Take an flock(2); None where others had it all that time."""
        number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        is_taken = False
        try:
            is_taken = poll_until(lambda: _locks(number, path), seconds)
        finally:
            if not is_taken:
                os.close(number)
        return PosixFileLock(number) if is_taken else None


def _locks(number: int, path: str) -> bool:
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as mistake:
        # Not every file system has locks: that is not the same as a lock that another process has.
        mistake.filename = path
        raise
    return True


def _passes(mistake: OSError) -> bool:
    return mistake.errno in _PASSING


def _free_name(aside_folder: str) -> str:
    """A number that no aside folder gives out; what cannot be unlinked stays until it is swept."""
    number = 0
    while os.path.lexists(os.path.join(aside_folder, f"0{number}")):
        number += 1
    return os.path.join(aside_folder, f"0{number}")

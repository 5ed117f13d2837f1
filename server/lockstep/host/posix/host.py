"""The host for Linux and macOS; see `contract`."""

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
    """An flock(2), the kind of lock that uv takes on `.lock`."""

    def __init__(self, number: int) -> None:
        self._number = number

    def files(self) -> tuple[int, ...]:
        """The descriptor; a child that inherits it keeps the lock until it ends."""
        return (self._number,)

    def release(self) -> None:
        """Release the lock."""
        os.close(self._number)


class PosixHost:
    """The effects by POSIX calls."""

    def is_held(self, path: str, aside_folder: str) -> bool:
        """Whether a hard link of the file cannot be deleted.

        On ordinary file systems an open file can be deleted, and the answer is False. It is True
        on some drives of WSL, network shares and FUSE.

        Raises:
            OSError: the link was refused for another reason than that links are impossible.
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
        """Rename on one volume; never replaces a target."""
        if exists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), target)
        retrying(lambda: os.rename(source, target), _RENAME_SECONDS, _passes)

    def link(self, source: str, target: str) -> bool:
        """Make a hard link to a file or a symlink; returns False where that is impossible."""
        try:
            os.link(source, target, follow_symlinks=False)
        except OSError as mistake:
            if mistake.errno not in _NO_LINKS:
                raise
            return False
        return True

    def copy(self, source: str, target: str) -> None:
        """Copy a file or a symlink, with mode and times."""
        shutil.copy2(source, target, follow_symlinks=False)
        if os.path.islink(target):
            return
        number = os.open(target, os.O_RDONLY)
        try:
            to_disk(number)
        finally:
            os.close(number)

    def remove(self, path: str) -> None:
        """Delete a file, a link or an empty folder."""
        try:
            os.unlink(path)
        except (IsADirectoryError, PermissionError):  # macOS raises the latter for a folder
            if not os.path.isdir(path) or os.path.islink(path):
                raise
            os.rmdir(path)

    def delete_tree(self, path: str) -> bool:
        """Delete a file, or a folder with its contents; returns True if it is gone."""
        return by_handle.delete_tree(path)

    def make_folder(self, path: str) -> None:
        """Create a folder; it must not exist."""
        os.mkdir(path)

    def take_lock(self, path: str, seconds: float) -> PosixFileLock | None:
        """Take an flock(2); returns None if another process has held it for all of `seconds`."""
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
        # For example ENOLCK: the file system has no locks, which must not look like a held lock.
        mistake.filename = path
        raise
    return True


def _passes(mistake: OSError) -> bool:
    return mistake.errno in _PASSING


def _free_name(aside_folder: str) -> str:
    """A free path whose name, with a leading zero, is none that an aside folder hands out.

    If the link there cannot be deleted, a later sweep deletes it, since the name is numeric.
    """
    number = 0
    while os.path.lexists(os.path.join(aside_folder, f"0{number}")):
        number += 1
    return os.path.join(aside_folder, f"0{number}")

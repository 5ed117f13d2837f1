"""The host for Linux and macOS; see `contract`."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import stat
import sys

from ..files import to_disk
from ..retry import poll_until, retrying
from . import by_handle
from . import delete_tree as tree

assert sys.platform != "win32"

_RENAME_SECONDS = 2.0
_CHUNK = 1 << 20
# A limit for file systems where an inode has no constant number.
_LOCK_TRIES = 5
_PASSING = (errno.EBUSY, errno.ETXTBSY)
# EPERM is that of a file system without hard links (link(2)); EXDEV also of XFS projects.
_NO_LINKS = (errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.EXDEV)


class PosixFileLock:
    """A `FileLock` by flock(2), the kind of lock that uv takes on `.lock`."""

    def __init__(self, number: int) -> None:
        self._number = number

    def files(self) -> tuple[int, ...]:
        """The descriptor; a child that inherits it keeps the lock until it ends."""
        return (self._number,)

    def release(self) -> None:
        """Close the descriptor; the lock ends when no child has an inherited one open either."""
        os.close(self._number)


class PosixHost:
    """The effects by POSIX calls; parameters, results and errors are those of `contract.Host`."""

    def is_held(self, path: str, aside_folder: str) -> bool:
        """Whether a temporary hard link of the file in the aside folder cannot be deleted again.

        On ordinary file systems an open file can be deleted, and the answer is False. It is True on
        some drives of WSL, network shares and FUSE. It is False if the file or the aside folder is
        missing, and if the file system allows no hard link.

        Raises:
            OSError: the link was refused for another reason, or a folder cannot be opened.
        """
        try:
            with by_handle.opened(path, os.path.join(aside_folder, "0")) as (file, probe):
                return _is_probe_held(file, by_handle.Place(probe.folder, _free_name(probe.folder)))
        except FileNotFoundError:
            return False

    def rename(self, source: str, target: str) -> None:
        """Rename on one volume, with retries for 2 s after EBUSY and ETXTBSY.

        The target is tested before the rename: one that another process creates in between may be
        replaced.

        Raises:
            OSError: as `Host.rename`.
        """
        with by_handle.opened(source, target) as (old, new):
            # rename(2) would replace a file, and a folder replaces an empty one.
            if _exists(new):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
            retrying(lambda: _rename(old, new), _RENAME_SECONDS, _passes)

    def link(self, source: str, target: str) -> bool:
        """Make a hard link to a file or a symlink; returns False where that is impossible.

        Raises:
            OSError: as `Host.link`.
        """
        with by_handle.opened(source, target) as (old, new):
            try:
                _link(old, new)
            except OSError as mistake:
                if mistake.errno not in _NO_LINKS:
                    raise
                return False
        return True

    def copy(self, source: str, target: str) -> None:
        """Copy a regular file with its mode and times, or a symlink as a symlink with new times.

        Raises:
            OSError: as `Host.copy`; EINVAL for a source of another kind.
        """
        with by_handle.opened(source, target) as (old, new):
            if stat.S_ISLNK(_found(old).st_mode):
                os.symlink(os.readlink(old.name, dir_fd=old.folder), new.name, dir_fd=new.folder)
            else:
                _copy_file(old, new)

    def remove(self, path: str) -> None:
        """Delete a file, a link or an empty folder.

        Raises:
            OSError: as `Host.remove`.
        """
        with by_handle.opened(path) as (it,):
            is_folder = stat.S_ISDIR(_found(it).st_mode)
            (os.rmdir if is_folder else os.unlink)(it.name, dir_fd=it.folder)

    def delete_tree(self, path: str) -> bool:
        """Delete a file, or a folder with its contents, as `delete_tree.delete_tree`.

        Returns True if nothing is at the path then.
        """
        return tree.delete_tree(path)

    def make_folder(self, path: str) -> None:
        """Create a folder with default permissions.

        Raises:
            OSError: as `Host.make_folder`.
        """
        with by_handle.opened(path) as (it,):
            os.mkdir(it.name, dir_fd=it.folder)

    def take_lock(self, path: str, seconds: float) -> PosixFileLock | None:
        """Take an exclusive flock(2); returns None if the file stays locked for all of `seconds`.

        Raises:
            OSError: as `Host.take_lock`.
        """
        lock = self._lock(path, seconds)
        for _ in range(_LOCK_TRIES):
            if lock is None or _is_named(lock, path):
                break
            lock.release()
            lock = self._lock(path, seconds)
        return lock

    def _lock(self, path: str, seconds: float) -> PosixFileLock | None:
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


def _is_named(lock: PosixFileLock, path: str) -> bool:
    """Whether a path still leads to the locked file, which the last holder may have deleted."""
    (number,) = lock.files()
    try:
        return os.path.samestat(os.fstat(number), os.stat(path))
    except FileNotFoundError:
        return False


def _passes(mistake: OSError) -> bool:
    return mistake.errno in _PASSING


def _is_probe_held(file: by_handle.Place, probe: by_handle.Place) -> bool:
    try:
        _link(file, probe)
    except OSError as mistake:
        if mistake.errno in _NO_LINKS:
            return False
        raise
    try:
        os.unlink(probe.name, dir_fd=probe.folder)
    except OSError:
        return True
    return False


def _free_name(folder: int) -> str:
    """A free name in an aside folder; with its leading zero it is none that is handed out.

    If the link there cannot be deleted, a later sweep deletes it, since the name is numeric.
    """
    number = 0
    while _exists(by_handle.Place(folder, f"0{number}")):
        number += 1
    return f"0{number}"


def _found(it: by_handle.Place) -> os.stat_result:
    return os.stat(it.name, dir_fd=it.folder, follow_symlinks=False)


def _exists(it: by_handle.Place) -> bool:
    try:
        _found(it)
    except FileNotFoundError:
        return False
    return True


def _rename(old: by_handle.Place, new: by_handle.Place) -> None:
    os.rename(old.name, new.name, src_dir_fd=old.folder, dst_dir_fd=new.folder)


def _link(old: by_handle.Place, new: by_handle.Place) -> None:
    os.link(
        old.name,
        new.name,
        src_dir_fd=old.folder,
        dst_dir_fd=new.folder,
        follow_symlinks=False,
    )


def _copy_file(old: by_handle.Place, new: by_handle.Place) -> None:
    # O_NONBLOCK: a FIFO in the place of the file must not be waited for.
    reading = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    writing = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    with os.fdopen(os.open(old.name, reading, dir_fd=old.folder), "rb") as read:
        found = os.fstat(read.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        with os.fdopen(os.open(new.name, writing, 0o600, dir_fd=new.folder), "wb") as written:
            shutil.copyfileobj(read, written, _CHUNK)
            written.flush()
            # Until here only this user can read the copy.
            os.fchmod(written.fileno(), stat.S_IMODE(found.st_mode))
            os.utime(written.fileno(), ns=(found.st_atime_ns, found.st_mtime_ns))
            to_disk(written.fileno())

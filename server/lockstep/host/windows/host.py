"""The host for Windows; see `contract`."""

from __future__ import annotations

import ctypes
import os
import shutil
import stat
import sys
from ctypes import wintypes

from ..files import to_disk
from ..long_paths import extended
from ..retry import poll_until, retrying
from . import api
from . import delete as windows_delete

assert sys.platform == "win32"

# ERROR_ACCESS_DENIED and ERROR_SHARING_VIOLATION.
_DENIED, _SHARING = 5, 32
_PASSING = (_DENIED, _SHARING)
# ERROR_INVALID_FUNCTION, NOT_SAME_DEVICE, NOT_SUPPORTED, TOO_MANY_LINKS, and
# ERROR_CLOUD_FILE_INCOMPATIBLE_HARDLINKS: a file in OneDrive or the like.
_NO_LINKS = (1, 17, 50, 1142, 396)
_RENAME_SECONDS = 2.0
_CHUNK = 1 << 20
_LOCK_TRIES = 5
# FileStandardInfo of FILE_INFO_BY_HANDLE_CLASS.
_STANDARD = 1


class _Standard(ctypes.Structure):
    """FILE_STANDARD_INFO."""

    _fields_ = (
        ("allocated", ctypes.c_int64),
        ("size", ctypes.c_int64),
        ("links", wintypes.DWORD),
        ("is_deleted", wintypes.BOOLEAN),
        ("is_folder", wintypes.BOOLEAN),
    )


class WindowsFileLock:
    """A `FileLock` on all bytes of a file, the kind of lock that uv takes on `.lock`."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def files(self) -> tuple[int, ...]:
        """Empty: no child needs the lock, since a job ends every installer with Lockstep."""
        return ()

    def release(self) -> None:
        """Release the lock by closing its handle."""
        api.close_handle(self._handle)

    def is_of_deleted_file(self, path: str) -> bool:
        """Whether the last holder has deleted the file.

        Args:
            path: the path of the file, for errors.

        Raises:
            OSError: it could not be found out.
        """
        found = api.get_information(self._handle, _STANDARD, _Standard(), path)
        return bool(found.is_deleted) or found.links == 0


class WindowsHost:
    """The effects by Win32 calls; parameters, results and errors are those of `contract.Host`."""

    def is_held(self, path: str, aside_folder: str) -> bool:  # noqa: ARG002 - of the contract
        """Whether the file cannot be opened for writing and deletion, which changes nothing.

        Windows refuses with ERROR_SHARING_VIOLATION if the file is the image of a process, or if a
        handle to it does not share writing or deletion; most programs do not share deletion. It
        refuses with ERROR_ACCESS_DENIED a file on which this user has no rights, which also counts
        as held. So does a read-only file: installers cannot delete it, but they can delete the
        writable copy by which a swap replaces it. A missing file is not held.

        Raises:
            OSError: the system refuses for another reason.
        """
        try:
            if not os.lstat(extended(path)).st_mode & stat.S_IWRITE:
                return True
            api.close_handle(api.open_handle(path, api.GENERIC_WRITE | api.DELETE))
        except FileNotFoundError:
            return False
        except OSError as mistake:
            if mistake.winerror not in _PASSING:
                raise
            return True
        return False

    def rename(self, source: str, target: str) -> None:
        """Rename on one volume; never replaces a target. Retries for 2 s, for virus scanners.

        Raises:
            OSError: as `Host.rename`.
        """
        retrying(lambda: api.move(source, target), _RENAME_SECONDS, _passes)

    def link(self, source: str, target: str) -> bool:
        """Make a hard link to a file; returns False where that is impossible, as for a symlink.

        Raises:
            OSError: as `Host.link`.
        """
        if os.path.islink(source):
            return False
        try:
            api.hard_link(source, target)
        except OSError as mistake:
            if mistake.winerror not in _NO_LINKS:
                raise
            return False
        return True

    def copy(self, source: str, target: str) -> None:
        """Copy a file with its mode and times, or a symlink as a symlink.

        Raises:
            OSError: as `Host.copy`; or this user may create no symlinks.
        """
        source, target = extended(source), extended(target)
        if os.path.islink(source):
            os.symlink(os.readlink(source), target, target_is_directory=os.path.isdir(source))
            return
        # Not shutil.copy2: since Python 3.12 it calls CopyFile2, which is not everywhere.
        with open(source, "rb") as read, open(target, "xb") as written:
            shutil.copyfileobj(read, written, _CHUNK)
            written.flush()
            to_disk(written.fileno())
        shutil.copystat(source, target)

    def remove(self, path: str) -> None:
        """Delete a file, a link or an empty folder, even if it is read-only.

        Raises:
            OSError: as `Host.remove`.
        """
        windows_delete.delete(path)

    def delete_tree(self, path: str) -> bool:
        """Delete a file, or a folder with its contents; returns True if all of it was deleted.

        Raises:
            OSError: as `delete.delete_tree`.
        """
        return windows_delete.delete_tree(path)

    def make_folder(self, path: str) -> None:
        """Create a folder with default permissions.

        Raises:
            OSError: as `Host.make_folder`.
        """
        os.mkdir(extended(path))

    def take_lock(self, path: str, seconds: float) -> WindowsFileLock | None:
        """Lock a file with LockFileEx; returns None if it stays locked for all of `seconds`.

        Raises:
            OSError: as `Host.take_lock`.
        """
        lock = self._lock(path, seconds)
        for _ in range(_LOCK_TRIES):
            if lock is None or not lock.is_of_deleted_file(path):
                break
            lock.release()
            lock = self._lock(path, seconds)
        return lock

    def _lock(self, path: str, seconds: float) -> WindowsFileLock | None:
        access = api.GENERIC_READ | api.GENERIC_WRITE
        handle = api.open_handle(path, access, api.OPEN_ALWAYS)
        is_taken = False
        try:
            is_taken = poll_until(lambda: api.lock_all(handle, path), seconds)
        finally:
            if not is_taken:
                api.close_handle(handle)
        return WindowsFileLock(handle) if is_taken else None


def _passes(mistake: OSError) -> bool:
    return mistake.winerror in _PASSING

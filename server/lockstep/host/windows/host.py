"""The contract on Windows."""

from __future__ import annotations

import os
import shutil
import stat
import sys

from ..files import to_disk
from ..long_paths import extended
from ..retry import poll_until, retrying
from . import api
from . import delete as windows_delete

assert sys.platform == "win32"

_DENIED, _SHARING = 5, 32
_PASSING = (_DENIED, _SHARING)
# The last one: a file of a cloud, such as OneDrive's.
_NO_LINKS = (1, 17, 50, 1142, 396)
_RENAME_SECONDS = 2.0
_CHUNK = 1 << 20


class WindowsFileLock:
    """The whole file, as uv takes its `.lock`."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def files(self) -> tuple[int, ...]:
        """None: an installer is in a job that ends with us."""
        return ()

    def release(self) -> None:
        """Let others have it."""
        api.close_handle(self._handle)


class WindowsHost:
    """The effects by the calls of Win32."""

    def is_held(self, path: str, aside_folder: str) -> bool:  # noqa: ARG002 - of the contract
        """Opening to write and to delete, with everything shared, changes nothing.

        Windows answers 32 where the file is the image of a process, or where somebody shares no
        writing or no deletion: who opens a file as most programs do shares no deletion. Nobody
        deletes a read-only file either, but its swap may be deleted.
        """
        try:
            if not os.lstat(extended(path)).st_mode & stat.S_IWRITE:
                return True
            api.close_handle(api.open_handle(path, api.GENERIC_WRITE | api.DELETE))
        except OSError as mistake:
            return mistake.winerror in _PASSING
        return False

    def rename(self, source: str, target: str) -> None:
        """Rename on one volume, never over something; a virus scanner is waited for."""
        retrying(lambda: api.move(source, target), _RENAME_SECONDS, _passes)

    def link(self, source: str, target: str) -> bool:
        """Give a file a second name; False where that is impossible, as for a link."""
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
        """A copy of a file or a link, with mode and times."""
        source, target = extended(source), extended(target)
        if os.path.islink(source):
            os.symlink(os.readlink(source), target, target_is_directory=os.path.isdir(source))
            return
        # By hand: what Python has for it gives the work to a call that is not everywhere.
        with open(source, "rb") as read, open(target, "xb") as written:
            shutil.copyfileobj(read, written, _CHUNK)
            written.flush()
            to_disk(written.fileno())
        shutil.copystat(source, target)

    def remove(self, path: str) -> None:
        """Remove a file, a link or an empty folder. What is read-only goes too."""
        windows_delete.delete(path)

    def delete_tree(self, path: str) -> bool:
        """Delete what is at a path, and all in it; whether it is gone. No link is followed."""
        return windows_delete.delete_tree(path)

    def make_folder(self, path: str) -> None:
        """Make a folder; it must not be there."""
        os.mkdir(extended(path))

    def take_lock(self, path: str, seconds: float) -> WindowsFileLock | None:
        """Take what uv takes of its `.lock`; None where others had it all that time."""
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

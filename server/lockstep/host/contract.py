"""What a sync asks of the platform, in eight words. All else that it does is reading.

`posix_host` and `windows_host` both keep this contract; the contract tests run whatever of them
can run on a machine. Errors are OSErrors, told apart by errno or winerror, never by their text.
"""

from __future__ import annotations

from typing import Protocol


class FileLock(Protocol):
    """A lock that is held until it is let go, or until the process ends."""

    def files(self) -> tuple[int, ...]:
        """The open files that a child keeps the lock with; none where children cannot."""

    def release(self) -> None:
        """Let others have it."""


class Host(Protocol):
    """The effects of a sync on the disk. Each is done, and on the disk, when it returns."""

    def is_held(self, path: str, aside_folder: str) -> bool:
        """Whether a file could not be deleted now, without deleting it.

        `aside_folder` is a folder on the same volume in which something may be made for a moment.

        Raises:
            OSError: it cannot be told.
        """

    def rename(self, source: str, target: str) -> None:
        """Rename on one volume, never over something. Passing obstacles are waited for, 2 s."""

    def link(self, source: str, target: str) -> bool:
        """Give a file or a link a second name; False, and nothing done, where that is impossible.

        It is between two volumes and on file systems without links.
        """

    def copy(self, source: str, target: str) -> None:
        """A copy of a file or a link, with mode and times."""

    def remove(self, path: str) -> None:
        """Remove a file, a link or an empty folder. What is read-only goes too."""

    def delete_tree(self, path: str) -> bool:
        """Delete what is at a path, and all in it; whether it is gone. No link is followed."""

    def make_folder(self, path: str) -> None:
        """Make a folder; it must not be there."""

    def take_lock(self, path: str, seconds: float) -> FileLock | None:
        """Take what uv takes of its `.lock`; None where others had it all that time.

        Raises:
            OSError: there can be no lock, for example because the file system has none.
        """

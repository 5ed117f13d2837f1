"""The contract of the host: every effect that a transaction has on the disk.

`posix/host` and `windows/host` implement it, and the contract tests run against both. Errors are
OSErrors, to be distinguished by errno or winerror, never by their translated text.
"""

from __future__ import annotations

from typing import Protocol


class FileLock(Protocol):
    """A lock on a file, held until it is released or the process ends."""

    def files(self) -> tuple[int, ...]:
        """File descriptors by which a child process inherits the lock; empty if it cannot."""

    def release(self) -> None:
        """Release it; a child process that has inherited the lock keeps it."""


class Host(Protocol):
    """The effects. When a method returns, its effect is on the disk.

    On POSIX, links are followed only above the folder that contains all paths of a call and its
    parent: a link in the place of `.lockstep` or `.lockstep/<number>` is an error. Windows has no
    calls relative to a folder; there a path is checked just before its use.
    """

    def is_held(self, path: str, aside_folder: str) -> bool:
        """Whether a file is held, so that it could not be deleted; the file itself is not changed.

        Args:
            path: the file.
            aside_folder: a folder on the same volume, for a temporary hard link.

        Raises:
            OSError: it could not be found out.
        """

    def rename(self, source: str, target: str) -> None:
        """Rename on one volume; never replaces a target. Retries for 2 s, as for a virus scanner.

        Raises:
            OSError: the target exists, the source is held, or it is another volume (EXDEV).
        """

    def link(self, source: str, target: str) -> bool:
        """Make a hard link to a file or a symlink.

        Returns False where that is impossible: between two volumes, and on file systems without
        hard links.

        Raises:
            OSError: the target exists, or the system refuses for another reason.
        """

    def copy(self, source: str, target: str) -> None:
        """Copy a file or a symlink, with mode and times; a symlink is not followed.

        Raises:
            OSError: the source cannot be read, the target exists, or the disk is full.
        """

    def remove(self, path: str) -> None:
        """Delete a file, a link or an empty folder, even if it is read-only.

        Raises:
            OSError: the system refuses, also because nothing is there.
        """

    def delete_tree(self, path: str) -> bool:
        """Delete a file, or a folder with its contents, as far as possible. Follows no links.

        Returns True if all of it is gone.
        """

    def make_folder(self, path: str) -> None:
        """Create a folder.

        Raises:
            OSError: something is at the path, or its parent is missing.
        """

    def take_lock(self, path: str, seconds: float) -> FileLock | None:
        """Lock a file as uv locks `.lock`; the file is created if necessary.

        The last holder may have deleted the file. Then a new one is created and locked, because the
        lock of a file without a name would exclude no other process.

        Args:
            path: the file.
            seconds: how long to wait for another process; 0 tries once.

        Returns None if another process has held the lock for all of `seconds`.

        Raises:
            OSError: locking is impossible, for example because the file system has no locks.
        """

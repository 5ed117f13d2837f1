"""The contract of the host: every effect that a transaction has on the disk.

`posix/host` and `windows/host` implement it, and the contract tests run against both. Paths are
absolute. Errors are OSErrors, to be distinguished by errno or winerror, never by their translated
text.
"""

from __future__ import annotations

from typing import Protocol


class FileLock(Protocol):
    """A lock on a file, held until it is released, or until all processes that have it end."""

    def files(self) -> tuple[int, ...]:
        """The file descriptors by which a child process inherits the lock.

        Empty on Windows, where no child can inherit it.
        """

    def release(self) -> None:
        """Release the lock, once; a child process that has inherited it keeps it."""


class Host(Protocol):
    """The effects of a transaction on the disk, as methods.

    When a method returns, its effect is visible to all processes. The content of a copied file is
    also flushed to the disk; names are not, so that a power cut may undo the last effects.

    On POSIX, links are followed only above the folder that contains all paths of a call and its
    parent: a link in the place of `.lockstep` or `.lockstep/<number>` is an error. Windows has no
    calls relative to a folder; there a path is checked just before its use.
    """

    def is_held(self, path: str, aside_folder: str) -> bool:
        """Whether a file is held, so that it could not be deleted; the file itself is not changed.

        Also False if the file is missing, and on POSIX if it cannot have hard links there or if the
        aside folder is missing. On Windows a read-only file counts as held.

        Args:
            path: the file.
            aside_folder: a folder on the same volume, for a temporary hard link; not used on
                Windows.

        Raises:
            OSError: it could not be found out.
        """

    def rename(self, source: str, target: str) -> None:
        """Rename a file, link or folder on one volume; an existing target is not replaced.

        If the refusal may pass, as that for a virus scanner which has the file open, the rename is
        retried for 2 s.

        Raises:
            OSError: the source is missing or held, the target exists, it is on another volume
                (EXDEV), or the system refuses for another reason.
        """

    def link(self, source: str, target: str) -> bool:
        """Make a hard link to a file or, on POSIX, to a symlink.

        Returns False where that is impossible: between two volumes, on file systems without hard
        links, for a file with too many of them, and on Windows for a symlink.

        Raises:
            OSError: the source is missing, the target exists, or the system refuses for another
                reason.
        """

    def copy(self, source: str, target: str) -> None:
        """Copy a regular file with its mode and times, or a symlink as a symlink.

        If it fails, an incomplete target may be left.

        Raises:
            OSError: the source is missing, cannot be read or, on POSIX, is no regular file; the
                target exists; or the disk is full.
        """

    def remove(self, path: str) -> None:
        """Delete a file, a link or an empty folder, even if it is read-only.

        Raises:
            OSError: nothing is there, the folder is not empty, or the system refuses.
        """

    def delete_tree(self, path: str) -> bool:
        """Delete a file, or a folder with its contents, as far as possible. Follows no links.

        Returns True if all of it is gone. If nothing was there, the result is True on POSIX, and
        False on Windows.

        Raises:
            OSError: on Windows, a folder cannot be listed; on POSIX the result is then False.
        """

    def make_folder(self, path: str) -> None:
        """Create a folder.

        Raises:
            OSError: something is at the path, its parent is missing, or the system refuses.
        """

    def take_lock(self, path: str, seconds: float) -> FileLock | None:
        """Lock a file exclusively as uv locks `.lock`; the file is created if necessary.

        The last holder of the lock may have deleted the file. Then a new one is created and locked,
        because the lock of a file without a name would exclude no other process. This is repeated
        up to five times.

        Args:
            path: the file.
            seconds: how long to wait until the lock is released; 0 tries once.

        Returns None if the file has been locked for all of `seconds`, by another process or by an
        earlier call of this one.

        Raises:
            OSError: the file cannot be opened or created, or it cannot be locked, for example
                because the file system has no locks.
        """

"""Reads whole files, and replaces them atomically."""

from __future__ import annotations

import errno
import os

from ..errors import told_of
from .existence import exists
from .retry import reading
from .shared_open import open_shared, open_small

NO_FSYNC = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP)


def read_bytes(path: str) -> bytes | None:
    """The content of a file of any size; None if nothing is at the path.

    Raises:
        OSError: something is there, but cannot be read even after retries; or it is a folder, or on
            POSIX a pipe, a device or a socket.
    """
    try:
        return reading(lambda: _read(path))
    except (FileNotFoundError, NotADirectoryError):
        return None


def bytes_if_readable(path: str) -> bytes:
    """The content of a file; empty if it is absent, unreadable or larger than `LARGEST_TEXT`.

    Not for decisions for which an unreadable file must not count as absent. Nothing is retried.
    """
    try:
        with open(path, "rb", opener=open_small) as file:
            return file.read()
    except OSError:
        return b""


def _read(path: str) -> bytes:
    with open(path, "rb", opener=open_shared) as file:
        return file.read()


def replace_bytes(path: str, data: bytes | None) -> None:
    """Replace the content of a file atomically, or delete the file.

    The new content is on the disk when this returns. A symlink at the path is itself replaced.

    Args:
        path: the file; a new one is created with default permissions, and an existing one keeps its
            permissions.
        data: the new content; None deletes the file.

    Raises:
        OSError: the system refuses, or the file to delete does not exist. The file is unchanged,
            unless only flushing its folder failed.
    """
    if data is None:
        os.unlink(path)
        return
    # The same name each time, so that the next call deletes what a power cut has left of it.
    beside = os.path.join(os.path.dirname(path), f".lockstep-{os.path.basename(path)}")
    if os.path.lexists(beside):
        os.unlink(beside)
    try:
        # "x" (O_EXCL): a link that another user puts there is not followed.
        with told_of(path), open(beside, "xb") as file:
            file.write(data)
            file.flush()
            to_disk(file.fileno())
        if exists(path):
            # Imported late: shutil imports all compression modules, and is seldom needed.
            import shutil

            shutil.copymode(path, beside)
        os.replace(beside, path)
        sync_folder(os.path.dirname(path))
    except OSError:
        if os.path.lexists(beside):
            os.unlink(beside)
        raise


def to_disk(number: int) -> None:
    """Flush an open file or folder to the disk (fsync(2)).

    File systems without fsync, as some FUSE ones, are accepted: there only a power cut loses data,
    not the crash of a process.

    Raises:
        OSError: the data could not be written.
    """
    try:
        os.fsync(number)
    except OSError as mistake:
        if mistake.errno not in NO_FSYNC:
            raise


def sync_folder(path: str) -> None:
    """Flush a folder, so that renames in it survive a power cut. Does nothing on Windows.

    Raises:
        OSError: the folder cannot be opened or flushed.
    """
    if os.name == "nt":
        return  # a folder cannot be opened there, and NTFS journals its entries
    number = os.open(path, os.O_RDONLY)
    try:
        with told_of(path):
            to_disk(number)
    finally:
        os.close(number)

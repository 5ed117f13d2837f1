"""Whole files, read and replaced in one piece."""

from __future__ import annotations

import errno
import os

from ..errors import told_of
from .existence import exists
from .retry import reading
from .shared_open import open_shared, open_small

_NO_FSYNC = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP)


def read_bytes(path: str) -> bytes | None:
    """What a file holds; None where there is none.

    Raises:
        OSError: it cannot be read, also after a moment. That is not the same as none.
    """
    try:
        return reading(lambda: _read(path))
    except (FileNotFoundError, NotADirectoryError):
        return None


def bytes_if_readable(path: str) -> bytes:
    """What a file holds; nothing where it cannot be read, or is too large, for what is shown."""
    try:
        with open(path, "rb", opener=open_small) as file:
            return file.read()
    except OSError:
        return b""


def _read(path: str) -> bytes:
    with open(path, "rb", opener=open_shared) as file:
        return file.read()


def replace_bytes(path: str, data: bytes | None) -> None:
    """Let a file hold this and nothing else; None removes it. Nobody ever reads half of it.

    Raises:
        OSError: the system does not let us.
    """
    if data is None:
        os.unlink(path)
        return
    # A name of its own for each file: what a power cut left is found, and replaced, next time.
    beside = os.path.join(os.path.dirname(path), f".lockstep-{os.path.basename(path)}")
    if os.path.lexists(beside):
        os.unlink(beside)
    try:
        with told_of(path), open(beside, "xb") as file:
            file.write(data)
            file.flush()
            to_disk(file.fileno())
        if exists(path):
            # It imports every compressor of the library, and most syncs replace no such file.
            import shutil

            shutil.copymode(path, beside)
        os.replace(beside, path)
        sync_folder(os.path.dirname(path))
    except OSError:
        if os.path.lexists(beside):
            os.unlink(beside)
        raise


def to_disk(number: int) -> None:
    """Let an open file or folder be on the disk (fsync(2)).

    On a file system that has no such call, as some in user space, a crash of a process loses
    nothing, but a power cut may.

    Raises:
        OSError: the system does not get it there.
    """
    try:
        os.fsync(number)
    except OSError as mistake:
        if mistake.errno not in _NO_FSYNC:
            raise


def sync_folder(path: str) -> None:
    """Let the names in a folder be on the disk."""
    if os.name == "nt":
        return  # there a folder cannot be opened, and the system journals its names
    number = os.open(path, os.O_RDONLY)
    try:
        with told_of(path):
            to_disk(number)
    finally:
        os.close(number)

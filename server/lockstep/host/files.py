"""Whole files, read and replaced in one piece."""

from __future__ import annotations

import os
import shutil
import tempfile


def read_bytes(path: str) -> bytes | None:
    """What a file holds; None where there is none, or where it cannot be read."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None


def replace_bytes(path: str, data: bytes | None) -> None:
    """Let a file hold this and nothing else; None removes it. Nobody ever reads half of it.

    Raises:
        OSError: the system does not let us.
    """
    if data is None:
        os.unlink(path)
        return
    number, beside = tempfile.mkstemp(dir=os.path.dirname(path), prefix=".lockstep-")
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if os.path.exists(path):
            shutil.copymode(path, beside)
        os.replace(beside, path)
    except OSError:
        os.unlink(beside)
        raise

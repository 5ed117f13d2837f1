"""Caches the texts of files and the values parsed from them, until the files change.

An unreadable file becomes a `Problem`, never an exception.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar, cast

from ..errors import MAKE_READABLE
from ..host.retry import reading
from ..host.shared_open import LARGEST_TEXT, open_shared
from ..model.text import Problem, Span

T = TypeVar("T")
Signature = tuple[int, int, int]

_START = Span(0, 0)


class FileText(NamedTuple):
    """The text of a file.

    Attributes:
        text: its content; empty if it is missing or cannot be read.
        missing: there is no such file.
        problem: why it cannot be read: a folder, an error of the system, more than 32 MB, or not
            UTF-8; None if it can be read or is missing.
    """

    text: str = ""
    missing: bool = False
    problem: Problem | None = None


class FileCache:
    """Caches texts and parsed values by the file's mtime, size and inode."""

    def __init__(self) -> None:
        self._texts: dict[str, tuple[Signature | None, FileText]] = {}
        self._values: dict[tuple[str, Callable[[FileText], Any]], tuple[FileText, Any]] = {}
        self._unsaved: dict[str, FileText] = {}

    def set_texts(self, texts: Mapping[str, str]) -> None:
        """Set the texts of open files by absolute path, which replace those on the disk.

        Files that are not among them are read from the disk again.
        """
        known = self._unsaved
        self._unsaved = {}
        for path, text in texts.items():
            before = known.get(path)
            # The same FileText for the same text: parsed values are cached by its identity.
            same = before is not None and before.text is text
            self._unsaved[path] = before if before and same else FileText(text)

    def text(self, path: str) -> FileText:
        """The text of a UTF-8 file, without a byte order mark; an error is in the result.

        For an open file it is the text of `set_texts`.
        """
        if path in self._unsaved:
            return self._unsaved[path]
        signature = _signature(path)
        known = self._texts.get(path)
        if known is not None and known[0] == signature:
            return known[1]
        found = read_text(path) if signature else FileText(missing=True)
        self._texts[path] = (signature, found)
        return found

    def value(self, path: str, make: Callable[[FileText], T]) -> T:
        """The result of a function for a file's text; the same object until the file changes.

        Args:
            path: the file.
            make: computes the value, also for a missing or unreadable file. It is a part of the
                cache key, so it must be the same object each time.
        """
        return self.value_of(path, self.text(path), make)

    def value_of(self, path: str, text: FileText, make: Callable[[FileText], T]) -> T:
        """As `value`, for a text that `text` has returned; the file may have changed since."""
        known = self._values.get((path, make))
        if known is not None and known[0] is text:
            return cast(T, known[1])
        made = make(text)
        self._values[(path, make)] = (text, made)
        return made


_UNKNOWN: Signature = (-1, -1, -1)


def _signature(path: str) -> Signature | None:
    try:
        found = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        # Reading the file will report the error, or succeed after retries.
        return _UNKNOWN
    return found.st_mtime_ns, found.st_size, found.st_ino


def read_text(path: str) -> FileText:
    """Read a UTF-8 file, without a byte order mark and without the cache.

    Errors are in the result; reading is retried for half a second.
    """
    try:
        data = reading(lambda: _data(path))
    except (FileNotFoundError, NotADirectoryError):
        return FileText(missing=True)
    except OSError as mistake:
        return _unreadable(path, mistake)
    if len(data) > LARGEST_TEXT:
        message = f"it is larger than {LARGEST_TEXT >> 20} MB"
        return FileText(problem=Problem(message, _START, "check what it is"))
    try:
        return FileText(data.decode("utf-8-sig"))
    except UnicodeDecodeError as mistake:
        line = data.count(b"\n", 0, mistake.start) + 1
        message = f"not UTF-8: byte {data[mistake.start]:#x} in line {line}"
        return FileText(problem=Problem(message, _START, "save it as UTF-8"))


def _data(path: str) -> bytes:
    with open(path, "rb", opener=open_shared) as file:
        return file.read(LARGEST_TEXT + 1)


def _unreadable(path: str, mistake: OSError) -> FileText:
    # On Windows opening a folder fails with "permission denied".
    if os.path.isdir(path):
        return FileText(problem=Problem("it is a folder, not a file", _START, "move it away"))
    reason = (mistake.strerror or "unknown error").lower()
    return FileText(problem=Problem(f"it cannot be read: {reason}", _START, MAKE_READABLE))

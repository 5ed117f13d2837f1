"""Files to texts and parsed values, read again only when they change.

What cannot be read becomes a problem, never an exception.
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
    """A file's text. `missing` where there is no file, `problem` where it cannot be read."""

    text: str = ""
    missing: bool = False
    problem: Problem | None = None


class FileCache:
    """Remembers texts and what was made of them, by the file's time, size and identity."""

    def __init__(self) -> None:
        self._texts: dict[str, tuple[Signature | None, FileText]] = {}
        self._values: dict[tuple[str, Callable[[FileText], Any]], tuple[FileText, Any]] = {}
        self._unsaved: dict[str, FileText] = {}

    def set_texts(self, texts: Mapping[str, str]) -> None:
        """The texts of open files, which count instead of those on the disk."""
        known = self._unsaved
        self._unsaved = {}
        for path, text in texts.items():
            before = known.get(path)
            same = before is not None and before.text is text
            self._unsaved[path] = before if before and same else FileText(text)

    def text(self, path: str) -> FileText:
        """The text of a UTF-8 file, without a byte order mark."""
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
        """What a function makes of a file's text; the same object as long as it is unchanged."""
        return self.value_of(path, self.text(path), make)

    def value_of(self, path: str, text: FileText, make: Callable[[FileText], T]) -> T:
        """The same of a text that was read already: a second look may find another one."""
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
        # Reading it says why, or succeeds after a moment.
        return _UNKNOWN
    return found.st_mtime_ns, found.st_size, found.st_ino


def read_text(path: str) -> FileText:
    """The text of a file as it is now."""
    try:
        data = reading(lambda: _data(path))
    except (FileNotFoundError, NotADirectoryError):
        return FileText(missing=True)
    except OSError as mistake:
        return _unreadable(path, mistake)
    if len(data) > LARGEST_TEXT:
        message = f"it is larger than {LARGEST_TEXT >> 20} MB"
        return FileText(problem=Problem(message, _START, "look what it is"))
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
    # Windows answers "permission denied" where somebody opens a folder.
    if os.path.isdir(path):
        return FileText(problem=Problem("it is a folder, not a file", _START, "move it away"))
    reason = (mistake.strerror or "the system does not say why").lower()
    return FileText(problem=Problem(f"it cannot be read: {reason}", _START, MAKE_READABLE))

"""The values for places in a text: spans in code points, LSP positions, and problems."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


# The C1 controls, and the format characters that hide text or reverse its direction.
NOT_C0 = r"\x80-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff"
_UNDECODED = re.compile("[\udc80-\udcff]+")
_CONTROL = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f{NOT_C0}]")


def plain(text: str) -> str:
    """Escape control characters as in a Python string literal, except newlines and tabs.

    Bytes that Python could not decode, as in paths in the locale C, are decoded as UTF-8.
    """
    decoded = _UNDECODED.sub(lambda found: _decoded(found[0]), text)
    return _CONTROL.sub(lambda found: repr(found[0])[1:-1], decoded)


def _decoded(text: str) -> str:
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def plain_line(text: str) -> str:
    """As `plain`, with newlines escaped too, so that a name cannot forge a line of output."""
    return plain(text).replace("\n", "\\n")


class Span(NamedTuple):
    """A half-open range of 0-based offsets into a text, in code points."""

    start: int
    end: int


class Position(NamedTuple):
    """A 0-based line and a 0-based character in UTF-16 code units, the default of LSP."""

    line: int
    character: int


class Range(NamedTuple):
    """A half-open range of positions."""

    start: Position
    end: Position


TOP = Range(Position(0, 0), Position(0, 0))


class Lines:
    """Converts offsets in a text to positions.

    Lines end with LF, CRLF or CR, as in the LSP specification.
    """

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _starts(self) -> list[int]:
        # Computed on first use: a lockfile of 2 MB needs positions only if there is drift.
        return _line_starts(self.text)

    def position(self, offset: int) -> Position:
        """The position of an offset in code points; offsets beyond the text are clamped."""
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self._starts, offset) - 1
        before = self.text[self._starts[line] : offset]
        return Position(line, _utf16_units(before))

    def range(self, span: Span) -> Range:
        """The range of a span."""
        return Range(self.position(span.start), self.position(span.end))

    def line_span(self, line: int) -> Span:
        """The span of a 0-based line, without its line end; numbers beyond the text are clamped."""
        line = max(0, min(line, len(self._starts) - 1))
        start = self._starts[line]
        end = self._starts[line + 1] if line + 1 < len(self._starts) else len(self.text)
        return Span(start, start + len(self.text[start:end].rstrip("\r\n")))


def _line_starts(text: str) -> list[int]:
    starts = [0]
    position = 0
    # Not `str.splitlines`, which also ends lines at form feeds and Unicode separators.
    for piece in text.split("\n"):
        if "\r" in piece:
            starts.extend(_carriage_returns(piece, position))
        position += len(piece) + 1
        starts.append(position)
    starts.pop()
    return starts


def _carriage_returns(piece: str, start: int) -> list[int]:
    # A CR at the end of a piece belongs to the LF after it.
    return [start + at + 1 for at, char in enumerate(piece[:-1]) if char == "\r"]


def _utf16_units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


class Problem(NamedTuple):
    """A part of a text that could not be parsed: what is wrong, where, and what to do.

    The hint may be empty.
    """

    message: str
    span: Span
    hint: str = ""


class Parsed(Generic[T]):
    """The result of a parser: the value as far as it was valid, and the problems in text order.

    There are no problems if the text is valid.
    """

    __slots__ = ("problems", "value")

    def __init__(self, value: T, problems: tuple[Problem, ...] = ()) -> None:
        self.value = value
        self.problems = problems

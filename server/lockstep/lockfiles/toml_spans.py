"""Finds the places of keys and values in a TOML text; tomllib parses what they mean.

The scanner never fails: it skips what is invalid line by line, so that it also works on a text
that is being edited.
"""

from __future__ import annotations

import re

from ..model.manifest import Key
from ..model.text import Span

_BLANK = re.compile(r"[ \t]*")
_GAP = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_NEXT_LINE = re.compile(r"[^\n]*\n?")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BARE_VALUE = re.compile(r"[^,\]}#\r\n]*")
# Up to two quotes may precede the closing three (TOML 1.0, "String").
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\r\n]|\\.)*"|\'[^\'\r\n]*\'', re.DOTALL
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))")
# `e` is of TOML 1.1.
_PLAIN_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}
_DEEPEST = 64


class Spans:
    """The spans of keys and values in a TOML text; invalid lines have none.

    Attributes:
        values: the span of each value, by key; a table with a header has none.
        keys: the span of each key itself, by key; that of a table with a header is in the header.
    """

    def __init__(self, text: str) -> None:
        self.values: dict[Key, Span] = {}
        self.keys: dict[Key, Span] = {}
        self._text = text
        self._counts: dict[Key, int] = {}
        self._table: Key = ()
        self._document()

    def _document(self) -> None:
        at = 0
        while (at := self._skip(_GAP, at)) < len(self._text):
            end = self._header(at) if self._text[at] == "[" else self._pair(at, self._table, 0)
            at = end if end is not None else self._skip(_NEXT_LINE, at)

    def _skip(self, what: re.Pattern[str], at: int) -> int:
        found = what.match(self._text, at)
        return found.end() if found else at

    def _header(self, at: int) -> int | None:
        many = self._text.startswith("[[", at)
        found = self._key(at + (2 if many else 1))
        if found is None:
            return None
        parts, span = found
        if not self._text.startswith("]]" if many else "]", span.end):
            closing = self._skip(_BLANK, span.end)
            if not self._text.startswith("]", closing):
                return None
        key = self._inside_last(parts[:-1]) + parts[-1:] if many else self._inside_last(parts)
        if many:
            index = self._counts[key] = self._counts.get(key, -1) + 1
            key = (*key, index)
        self._table = key
        self.keys.setdefault(key, span)
        return self._skip(_NEXT_LINE, span.end)

    def _inside_last(self, key: Key) -> Key:
        """The full key of a header: below an array of tables it belongs to the last table."""
        inside: Key = ()
        for part in key:
            inside = (*inside, part)
            if inside in self._counts:
                inside = (*inside, self._counts[inside])
        return inside

    def _key(self, at: int) -> tuple[Key, Span] | None:
        start = at = self._skip(_BLANK, at)
        parts: list[str | int] = []
        while True:
            found = _BARE_KEY.match(self._text, at) or _STRING.match(self._text, at)
            if found is None:
                return None
            parts.append(_unquoted(found[0]))
            end = found.end()
            at = self._skip(_BLANK, end)
            if not self._text.startswith(".", at):
                return tuple(parts), Span(start, end)
            at = self._skip(_BLANK, at + 1)

    def _pair(self, at: int, table: Key, depth: int) -> int | None:
        found = self._key(at)
        if found is None:
            return None
        parts, span = found
        at = self._skip(_BLANK, span.end)
        if not self._text.startswith("=", at):
            return None
        key = table + parts
        for length in range(len(table) + 1, len(key) + 1):
            self.keys.setdefault(key[:length], span)
        return self._value(self._skip(_BLANK, at + 1), key, depth)

    def _value(self, at: int, key: Key, depth: int) -> int | None:
        # Deeper values would exceed Python's call stack; they get no span.
        if depth > _DEEPEST:
            return None
        opening = self._text[at : at + 1]
        if opening == "[":
            end = self._array(at, key, depth)
        elif opening == "{":
            end = self._inline_table(at, key, depth)
        else:
            end = self._scalar(at)
        if end is not None:
            self.values[key] = Span(at, end)
        return end

    def _scalar(self, at: int) -> int | None:
        if self._text[at : at + 1] in ("'", '"'):
            found = _STRING.match(self._text, at)
            return found.end() if found else None
        bare = _BARE_VALUE.match(self._text, at)
        return at + len(bare[0].rstrip()) if bare and bare[0].strip() else None

    def _array(self, at: int, key: Key, depth: int) -> int | None:
        at = self._skip(_GAP, at + 1)
        index = 0
        while not self._text.startswith("]", at):
            end = self._value(at, (*key, index), depth + 1)
            if end is None:
                return None
            at = self._separator(end)
            index += 1
            if at >= len(self._text):
                return None
        return at + 1

    def _inline_table(self, at: int, key: Key, depth: int) -> int | None:
        at = self._skip(_GAP, at + 1)
        while not self._text.startswith("}", at):
            end = self._pair(at, key, depth + 1)
            if end is None:
                return None
            at = self._separator(end)
        return at + 1

    def _separator(self, at: int) -> int:
        at = self._skip(_GAP, at)
        return self._skip(_GAP, at + 1) if self._text.startswith(",", at) else at


def _unquoted(key: str) -> str:
    if key[:1] == "'":
        return key[1:-1]
    if key[:1] != '"':
        return key
    return _ESCAPE.sub(_unescaped, key[1:-1])


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    if code:
        return chr(int(code, 16)) if int(code, 16) < 0x110000 else "\ufffd"
    return _PLAIN_ESCAPES.get(found[3], found[3])

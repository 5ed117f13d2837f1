"""Parses TOML, with the place of an error; tables before the error are kept."""

from __future__ import annotations

import re
import sys
from typing import Any

from ..model.text import Lines, Parsed, Problem, Span

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7}|\|{7})(?: .*)?\r?$", re.MULTILINE)

CONFLICT_HINT = "choose one side and remove the markers"


def read_toml(text: str) -> Parsed[dict[str, Any]]:
    """Parse a TOML document.

    If it is invalid, the value has only the tables before the first error, which is the one
    problem. For merge-conflict markers, they are the problem.
    """
    try:
        return Parsed(_load(text))
    except ValueError as mistake:
        problem = _problem(text, mistake)
        return Parsed(_before(text, problem.span.start), (problem,))


def with_lf(text: str) -> str:
    """The text with LF for CRLF; a lone CR is kept, since TOML forbids it."""
    return text.replace("\r\n", "\n") if "\r" in text else text


def _load(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(with_lf(text))
    except RecursionError:
        raise ValueError("values are nested too deeply") from None


def _before(text: str, offset: int) -> dict[str, Any]:
    # The text up to the header of the table with the error.
    start = text.rfind("\n[", 0, offset + 1) + 1
    try:
        return _load(text[:start])
    except ValueError:
        return {}


def _problem(text: str, mistake: ValueError) -> Problem:
    conflict = _CONFLICT.search(text)
    if conflict is not None:
        span = Span(conflict.start(), len(conflict[0].rstrip()) + conflict.start())
        return Problem("the file contains merge-conflict markers", span, CONFLICT_HINT)
    message = str(mistake)
    found = _PLACE.search(message)
    reason = message[: found.start()] if found else message
    reason = reason[:1].lower() + reason[1:]
    return Problem(f"not TOML: {reason}", _span(text, found), "correct it here")


def _span(text: str, found: re.Match[str] | None) -> Span:
    lines = Lines(text)
    if found is None or not found[1]:
        return Span(len(text.rstrip()), len(text))
    line = lines.line_span(int(found[1]) - 1)
    start = min(line.start + int(found[2]) - 1, line.end)
    return Span(start, max(line.end, start)) if start < line.end else line

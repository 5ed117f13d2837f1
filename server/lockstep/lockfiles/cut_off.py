"""Parses `exclude-newer`: an instant, a date or a span (`exclude_newer.rs` of uv).

uv accepts an instant as RFC 3339, a date as the end of that day in the local time zone, and a span
as ISO 8601 (`P7D`) or as text (`7 days`). Spans are equal only if each unit is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import NamedTuple

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})")
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})([Tt ]\d{2}:\d{2}(:\d{2})?)?")
# Longer numbers have an unknown form here: Python may refuse to convert them.
_N = r"(\d{1,18})"
_ISO_SPAN = re.compile(rf"P(?:{_N}W)?(?:{_N}D)?(?:T(?:{_N}H)?(?:{_N}M)?(?:{_N}S)?)?", re.IGNORECASE)
_WORDS = re.compile(rf"{_N} ?([a-z]+)(?:, ?| |$)")
_NOT_ALLOWED = {"years", "year", "yrs", "yr", "y", "months", "month", "mos", "mo"}
_UNITS = {
    **dict.fromkeys(("weeks", "week", "wks", "wk", "w"), 0),
    **dict.fromkeys(("days", "day", "d"), 1),
    **dict.fromkeys(("hours", "hour", "hrs", "hr", "h"), 2),
    **dict.fromkeys(("minutes", "minute", "mins", "min", "m"), 3),
    **dict.fromkeys(("seconds", "second", "secs", "sec", "s"), 4),
}

Span = tuple[int, int, int, int, int]
"""Weeks, days, hours, minutes and seconds as written."""


class CutOff(NamedTuple):
    """Either an instant or a span; both are None for a date with an unknown end.

    Attributes:
        moment: the instant, with a time zone; None for a span.
        span: the span, which ends at the time of the resolution; None for an instant or a date.
    """

    moment: datetime | None = None
    span: Span | None = None


def day_of(text: str) -> str:
    """The date in a value that uv reads as a date, as `YYYY-MM-DD`; empty for every other value."""
    found = None if _MOMENT.fullmatch(text) else _DAY.fullmatch(text)
    return "-".join(found.groups()[:3]) if found else ""


def is_cut_off(text: str) -> bool | None:
    """Whether uv accepts a text as the value of `exclude-newer`; None if its form is unknown."""
    if _MOMENT.fullmatch(text):
        return _moment(text) is not None
    day = day_of(text)
    if day:
        return _moment(f"{day}T00:00:00Z") is not None
    if _span(text) is not None:
        return True
    units = {it[2] for it in _WORDS.finditer(text.lower())}
    return False if units & _NOT_ALLOWED or not any(it.isdigit() for it in text) else None


def read_cut_off(text: str, midnights: Mapping[str, str]) -> CutOff | None:
    """Parse a value of `exclude-newer`; returns None if it is invalid or of an unknown form.

    Args:
        text: the value.
        midnights: the instant (ISO 8601) at which each date (`YYYY-MM-DD`) ends; as in
            `Configuration.midnights`.
    """
    day = day_of(text)
    if day:
        return CutOff(_moment(midnights.get(day, "")))
    moment, span = _moment(text), _span(text)
    return CutOff(moment, span) if moment or span else None


def _moment(text: str) -> datetime | None:
    # Before Python 3.11 `fromisoformat` accepts neither `Z` nor any number of fractional digits.
    text = re.sub(r"(\.\d{6})\d+", r"\1", text.upper().replace("Z", "+00:00"))
    text = re.sub(r"\.(\d{1,5})(?=[+-])", lambda it: f".{it[1]:0<6}", text)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=timezone.utc)


def _span(text: str) -> Span | None:
    found = _ISO_SPAN.fullmatch(text)
    if found and any(found.groups()):
        weeks, days, hours, minutes, seconds = (int(it or 0) for it in found.groups())
        return weeks, days, hours, minutes, seconds
    amounts = [0] * 5
    position = 0
    for word in _WORDS.finditer(text):
        unit = _UNITS.get(word[2])
        if unit is None or word.start() != position or amounts[unit]:
            return None
        amounts[unit] = int(word[1])
        position = word.end()
    if not position or position != len(text):
        return None
    weeks, days, hours, minutes, seconds = amounts
    return weeks, days, hours, minutes, seconds

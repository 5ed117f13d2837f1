"""`exclude-newer`: timestamps, days, spans, and invalid texts."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from lockstep.lockfiles.cut_off import CutOff, day_of, is_cut_off, read_cut_off

MIDNIGHTS = {"2024-06-01": "2024-06-02T00:00:00+00:00"}
MOMENT = CutOff(datetime(2024, 6, 2, tzinfo=timezone.utc))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-06-02T00:00:00Z", MOMENT),
        ("2024-06-02t02:00:00+02:00", MOMENT),
        ("2024-06-02 00:00:00.000Z", MOMENT),
        ("2024-06-01", MOMENT),
        ("20240601", MOMENT),
        ("2024-06-01T10:00:00", MOMENT),
        ("2024-06-03", CutOff()),
        ("7 days", CutOff(span=(0, 7, 0, 0, 0))),
        ("7d", CutOff(span=(0, 7, 0, 0, 0))),
        ("P7D", CutOff(span=(0, 7, 0, 0, 0))),
        ("p1w", CutOff(span=(1, 0, 0, 0, 0))),
        ("PT36H", CutOff(span=(0, 0, 36, 0, 0))),
        ("1 week, 2 days", CutOff(span=(1, 2, 0, 0, 0))),
        ("7 months", None),
        ("-7 days", None),
        ("7 days ago", None),
        ("7 days 8 days", None),
        ("P", None),
        ("", None),
        ("soon", None),
    ],
)
def test_read(text: str, expected: CutOff | None) -> None:
    assert read_cut_off(text, MIDNIGHTS) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-06-01", True),
        ("2024-13-01", False),
        ("2024-06-01T25:00:00Z", False),
        ("1 week", True),
        ("7 months", False),
        ("P1Y", False),
        ("7 days ago", None),
        ("soon", False),
        ("", False),
    ],
)
def test_accepted_by_uv(text: str, expected: bool | None) -> None:  # noqa: FBT001 - a table
    assert is_cut_off(text) is expected


def test_days() -> None:
    assert day_of("20240601") == "2024-06-01"
    assert day_of("2024-06-01T00:00:00Z") == ""

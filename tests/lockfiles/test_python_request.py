"""`.python-version` in uv's notation, and ranges of `requires-python`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockstep.lockfiles.freshness.python_range import python_range
from lockstep.model.python_request import parse_request, read_python_version


@pytest.mark.parametrize(
    ("text", "version", "implementation", "expected"),
    [
        ("3.12", "3.12.4", "CPython", True),
        ("3.12", "3.11.4", "CPython", False),
        ("3", "3.11.4", "CPython", True),
        ("312", "3.12.4", "CPython", True),
        ("3.12.4", "3.12.4", "CPython", True),
        ("3.12.4", "3.12.5", "CPython", False),
        (">=3.11,<3.13", "3.12.4", "CPython", True),
        ("cpython@3.12", "3.12.4", "CPython", True),
        ("cpython-3.12.4-linux-x86_64-gnu", "3.12.4", "CPython", True),
        ("cp312", "3.12.4", "CPython", True),
        ("pypy", "3.10.1", "PyPy", True),
        ("pypy", "3.10.1", "CPython", False),
        ("pypy3.10", "3.10.1", "PyPy", True),
        ("3.13t", "3.13.0", "CPython", True),
        ("3.14rc1", "3.14.0rc1", "CPython", True),
        ("3.14b2", "3.13.0", "CPython", False),
        ("3.14", "3.14.0rc1", "CPython", True),
        ("/opt/python3.9", "3.12.4", "CPython", True),
        ("my-python", "3.12.4", "CPython", True),
    ],
)
def test_fits(text: str, version: str, implementation: str, expected: bool) -> None:  # noqa: FBT001
    assert parse_request(text).fits(version, implementation) is expected


@given(st.text(alphabet="0123.=<>~!,*-@+ cpythonrb²३_t", max_size=16))
def test_no_request_raises_an_error(text: str) -> None:
    assert parse_request(text).fits("3.12.1", "CPython") in (True, False)


@pytest.mark.parametrize(
    ("text", "request_text"),
    [("3.12\n", "3.12"), ("# why\n\n  3.12  \r\n3.11\n", "3.12"), ("", None), ("# x\n", None)],
)
def test_the_first_line_is_used(text: str, request_text: str | None) -> None:
    found = read_python_version(text)
    assert (found.text if found else None) == request_text


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ([">=3.10"], [">=3.10"], True),
        ([">=3.10.0"], [">=3.10"], True),
        ([">=3.10", ">=3.11"], [">=3.11"], True),
        ([">=3.10"], [">=3.11"], False),
        (["~=3.10"], [">=3.10,<4"], True),
        (["~=3.10.2"], [">=3.10.2,<3.11"], True),
        (["==3.12.*"], [">=3.12,<3.13"], True),
        (["==3.12.1"], ["==3.12.1"], True),
        ([">3.10"], [">=3.10"], False),
        (["<3.13"], ["<=3.13"], False),
        ([">=3.10,!=3.11.2"], [">=3.10"], True),
        ([">=3.10", "<3.13"], [">=3.10,<3.13"], True),
        ([], [""], True),
    ],
)
def test_ranges(one: list[str], two: list[str], expected: bool) -> None:  # noqa: FBT001
    assert (python_range(one) == python_range(two)) is expected


@pytest.mark.parametrize("text", ["nonsense", ">=x", "===x", ">>3"])
def test_an_invalid_range(text: str) -> None:
    assert python_range([text]) is None

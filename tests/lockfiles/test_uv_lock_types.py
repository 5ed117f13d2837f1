"""Any value of a lockfile replaced by another type: a value or one problem, but no exception."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.lockfiles.lockfile_texts import FULL
from tests.lockfiles.test_uv_lock import check_same_by_lines, parsed

_STRING = re.compile(r'"[^"\n]*"')
PLACES = [it.span() for it in _STRING.finditer(FULL)] + [
    (at, FULL.index(end, at) + len(end))
    for start, end in (("= [\n", "\n]"), ("= { ", " }"), ("= [{", "}]"))
    for at in (it.start() + 2 for it in re.finditer(re.escape(start), FULL))
]
OTHERS = ["3", "true", "1.5", "[]", "{}", '""', '["x"]', "[[]]", "[{}]", "{ x = 1 }", "1979-05-27"]


@given(st.sampled_from(PLACES), st.sampled_from(OTHERS))
@settings(max_examples=400)
def test_another_type_anywhere(span: tuple[int, int], other: str) -> None:
    text = FULL[: span[0]] + other + FULL[span[1] :]
    parsed(text)
    check_same_by_lines(text)


@given(st.text(alphabet='v=1[]package"{}\n ,name', max_size=60))
def test_any_text(text: str) -> None:
    parsed(text)
    parsed(f"version = 1\n{text}")

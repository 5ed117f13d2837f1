"""Parsing RECORD: every valid form is read, and no text raises an error."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockstep.environment.record import Record, Recorded, read_hashes

TEXT = "a.py,sha256=AAAA,3\nb/ü.py,md5=BBBB,4\na-1.dist-info/RECORD,,\n"
FOUND = (Recorded("a.py", "sha256=AAAA"), Recorded("b/ü.py", "md5=BBBB"))


@pytest.mark.parametrize("text", [TEXT, TEXT.replace("\n", "\r\n"), TEXT.rstrip(), f"\n{TEXT}\n"])
def test_paths_and_hashes(text: str) -> None:
    assert read_hashes(text) == Record(FOUND, is_whole=True)


def test_bytecode_and_lines_without_a_hash_are_skipped() -> None:
    text = "__pycache__/a.cpython-311.pyc,sha256=AA,1\na.py,,\n"
    assert read_hashes(text) == Record((), is_whole=True)


def test_quotes() -> None:
    text = '"a, b.py",sha256=AA,1\r\n"the ""c"".py",sha256=BB,2\r\n'
    assert [it.path for it in read_hashes(text).files] == ["a, b.py", 'the "c".py']


@pytest.mark.parametrize("text", ["", "\n", "no commas", "a,b", ",sha256=AA,1", "a,b,c,d", '"a'])
def test_damaged_lines(text: str) -> None:
    assert not read_hashes(text).is_whole
    assert read_hashes(f"{TEXT}{text}").files[:2] == FOUND or '"' in text


@given(st.text())
def test_no_text_raises_an_error(text: str) -> None:
    assert all(it.path and it.hash for it in read_hashes(text).files)


_LETTERS = st.characters(codec="utf-8", exclude_characters="\0\r\n")
_NAMES = st.text(_LETTERS, min_size=1)


@given(st.lists(_NAMES.filter(lambda it: not it.endswith(".pyc")), min_size=1))
def test_output_of_the_csv_module_is_read(names: list[str]) -> None:
    for end in ("\n", "\r\n"):
        written = io.StringIO(newline="")
        csv.writer(written, lineterminator=end).writerows((it, "sha256=AA", "1") for it in names)
        found = read_hashes(written.getvalue())
        assert [it.path for it in found.files] == names
        assert found.is_whole

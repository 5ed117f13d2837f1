"""The spans of keys and values in a TOML text, compared with tomllib's values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lockstep.lockfiles.toml_spans import Spans
from lockstep.lockfiles.toml_text import read_toml
from lockstep.model.manifest import Key
from lockstep.model.text import Span
from tests.lockfiles.toml_texts import documents

MANIFEST = """\
[project]
name = "app"
dependencies = [
    "idna>=3", # [first
    'six[a,b] ; python_version < "3.9"',
]
optional-dependencies = { net = ["x"], "😀.y" = [] }
[dependency-groups]
dev = [{include-group = "test"}, '''ruff''']
[tool.uv.sources]
six = { git = "https://git.example/six.git", rev = "1" }
[[tool.uv.index]]
name = "one"
[[tool.uv.index]]
name = \"""two\"""
"""


def at(data: Any, key: Key) -> Any:
    """The value at a key of a document."""
    for part in key:
        data = data[part]
    return data


def leaves(data: Any, key: Key = ()) -> Iterator[Key]:
    """The key of every value that is neither a table nor an array of tables."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield from leaves(value, (*key, name))
    elif isinstance(data, list) and any(isinstance(it, dict) for it in data):
        for index, value in enumerate(data):
            yield from leaves(value, (*key, index))
    else:
        yield key


@given(documents)
@settings(max_examples=150)
def test_each_span_contains_the_value_of_its_key(text: str) -> None:
    document = read_toml(text)
    assume(not document.problems)
    spans = Spans(text)
    for key, span in spans.values.items():
        alone = read_toml(f"x = {text[slice(*span)]}")
        assert not alone.problems, (key, text[slice(*span)])
        assert repr(alone.value["x"]) == repr(at(document.value, key))


@given(documents)
@settings(max_examples=150)
def test_every_value_has_a_span(text: str) -> None:
    document = read_toml(text)
    assume(not document.problems)
    assert set(leaves(document.value)) <= set(Spans(text).values)


@given(st.text(alphabet="ab=.[]{}\"'\\#, \n\r\t1😀", max_size=60))
@settings(max_examples=150)
def test_no_text_raises_an_error(text: str) -> None:
    for span in Spans(text).values.values():
        assert 0 <= span.start <= span.end <= len(text)


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_every_prefix_of_a_manifest_is_read_up_to_its_end(ends: str) -> None:
    text = MANIFEST.replace("\n", ends)
    whole = Spans(text).values
    for length in range(len(text)):
        for key, span in Spans(text[:length]).values.items():
            # A prefix of `'''ruff'''` reads as two strings, where the whole text has one.
            assert key not in whole or whole[key].start == span.start


@pytest.mark.parametrize("opening", ["[", "{a=", "[{a=[", '"""', "'''", "{a.b.c=["])
def test_a_thousand_openings_end(opening: str) -> None:
    assert isinstance(Spans(f"x = {opening * 1000}\ny = 1\n").values, dict)


def test_text_after_a_broken_line_is_read() -> None:
    spans = Spans("[project\nname = \n= 3\n]\n[b]\nc = 1 # d\n")
    assert spans.values == {("b", "c"): Span(31, 32)}


def test_the_key_of_a_table_is_its_name_in_the_header() -> None:
    text = '[ tool . "a b" ]\n[[list]]\n[[list]]\n[list.x]\n'
    keys = Spans(text).keys
    assert text[slice(*keys["tool", "a b"])] == 'tool . "a b"'
    assert keys["list", 0] < keys["list", 1] < keys["list", 1, "x"]

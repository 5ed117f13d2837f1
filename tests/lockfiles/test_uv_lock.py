"""The parser of uv.lock: by lines as by tomllib, and never an exception."""

from __future__ import annotations

import random

import pytest
from hypothesis import given

from lockstep.lockfiles.uv_lock import _by_document, _by_lines, read_uv_lock
from lockstep.model.pins import Lockfile
from lockstep.model.text import Parsed
from tests.lockfiles.lockfile_texts import FULL, lockfiles


def parsed(text: str) -> Parsed[Lockfile]:
    """Parse a text; the spans of all problems must lie within it."""
    parsed = read_uv_lock(text)
    assert len(parsed.problems) <= 1
    for problem in parsed.problems:
        assert 0 <= problem.span.start <= problem.span.end <= len(text)
        assert problem.message
        assert problem.hint
        assert parsed.value == Lockfile()
    return parsed


def check_same_by_lines(text: str) -> None:
    """Parsing by lines gives the same as parsing the document, or gives up."""
    lines, document = _by_lines(text), _by_document(text)
    if lines is not None:
        assert lines.problems == document.problems
        assert lines.value == document.value


@given(lockfiles)
def test_lines_and_document_agree(text: str) -> None:
    assert _by_lines(text) is not None
    check_same_by_lines(text)


def test_the_full_lockfile_is_read_by_lines() -> None:
    assert _by_lines(FULL) is not None
    check_same_by_lines(FULL)


@pytest.mark.parametrize("revision", [0, 1, 2, 3, 4, 5, 9])
def test_every_revision_is_read(revision: int) -> None:
    lockfile = parsed(FULL.replace("revision = 3", f"revision = {revision}")).value
    assert lockfile.revision == revision
    assert len(lockfile.pins) == 4


def test_the_values_of_the_full_lockfile() -> None:
    lockfile = parsed(FULL).value
    app, old, new, lib = lockfile.pins
    assert lockfile.members == ("app", "lib")
    assert lockfile.root is app
    assert lockfile.named("idna") == (old, new)
    assert [item.extra or item.group for item in lockfile.conflicts[0]] == ["cpu", "gpu"]
    assert [(it.version, it.extras) for it in app.dependencies[:2]] == [
        ("3.9", ()),
        ("3.10", ("fast", "slow")),
    ]
    assert (old.wheels, new.wheels) == (None, ("idna-3.10-py3-none-any.whl",))
    assert (lib.version, lib.source.kind) == ("", "virtual")
    assert all(FULL.startswith("[[package]]\n", pin.offset) for pin in lockfile.pins)


@pytest.mark.slow
def test_every_prefix_gives_a_value_or_a_problem() -> None:
    for length in range(len(FULL)):
        parsed(FULL[:length])


def test_crlf_is_read_as_lf() -> None:
    assert parsed(FULL.replace("\n", "\r\n")).value == parsed(FULL).value


def test_a_lost_character_gives_the_same_by_lines_as_by_document() -> None:
    for at in random.Random(1).sample(range(len(FULL)), 700):
        text = FULL[:at] + FULL[at + 1 :]
        parsed(text)
        check_same_by_lines(text)


@pytest.mark.parametrize("char", ['"', "\n", "\\", "{", "]", "#", "\x00", "\u2028", "😀"])
def test_a_foreign_character_gives_the_same_by_lines_as_by_document(char: str) -> None:
    for at in random.Random(2).sample(range(len(FULL)), 120):
        text = FULL[:at] + char + FULL[at:]
        parsed(text)
        check_same_by_lines(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "it has no `version`, so it is not a lockfile of uv"),
        ("version = 2\n", "version 2 of uv.lock is not known"),
        ('version = "1"\n', "version '1' of uv.lock is not known"),
        ("version = 1\npackage = 3\n", "`package` must be an array of tables"),
        ("version = 1\n[[package]]\n", "in this package `source` must be a table with one of"),
        ("version = 1\nconflicts = [3]\n", "`conflicts` must be an array of arrays"),
        ("version = 1\n=======\n", "the file contains merge-conflict markers"),
        ("version = 1\n[[package]\n", "not TOML"),
    ],
)
def test_problems(text: str, message: str) -> None:
    (problem,) = parsed(text).problems
    assert problem.message.startswith(message)


def test_a_problem_has_the_place_of_its_package() -> None:
    text = FULL.replace('name = "lib"\nsource', "name = 3\nsource")
    (problem,) = parsed(text).problems
    assert problem.message == "in this package `name` must be a string"
    assert problem.span.start == text.rindex("[[package]]")

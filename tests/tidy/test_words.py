"""The glossary of ARCHITECTURE.md, sentences about things, and American spelling.

Checked are names, comments, docstrings, the product's messages, and prose. Text in backticks is
quoted. Other strings in tests are free.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterable, Iterator

import pytest

from .rules import PACKAGE, Fault, File, broken_lines, check_rule

# Patterns of words to avoid, and their replacements.
WORDS: dict[str, str] = {
    r"(?<![\w.<-])(?<!uv )(?<!-m )(?<!import )venvs?\b(?!\.|/)": "environment",
    r"\bvenv_|(?<!import )(?<!by)_venvs?\b": "environment",
    r"\b(the|an|this|each|every|which) env\b|\benv_(dir|folder|path|root)\b|_envs?_(dir|path)\b": (
        "environment"
    ),
    r"\b(who|whom|whose|whoever|nobody|somebody|anybody)\b": "the component or the value",
    r"\banew\b": "again",
    r"\bmeanwhile\b": "in between, or the process that acts",
}
_ISE = "author|canonical|categor|custom|emphas|initial|maxim|minim|normal|optim|organ|real|recogn"
SPELLINGS: dict[str, str] = {
    r"colour|behaviour|favour|neighbour|honour": "-or",
    r"licence|defence": "-se",
    r"\bcentre": "center",
    r"\bgrey\b": "gray",
    rf"({_ISE}|serial|summar|synchron|token|util)is(e|ed|es|er|ing|ation|ably)\b": "-ize",
    r"\banalys(e|ed|es|ing)\b": "analyze",
}
_TABLE = [(re.compile(word, re.IGNORECASE), say) for word, say in (WORDS | SPELLINGS).items()]

_QUOTED = re.compile(r"`+[^`]*`+")


def words(file: File) -> Iterator[Fault]:
    """A word that the glossary replaces."""
    for line, text in _own_text(file):
        for pattern, say in _TABLE:
            if found := pattern.search(text):
                yield Fault(file.path, line, f"{found[0].strip()!r}: say {say}")


def test_the_glossary_is_kept() -> None:
    check_rule(words, ".py", ".ts", ".md", ".mjs")


@pytest.mark.parametrize(
    "text",
    [
        "venv_path = 1",
        "def find_venv(): ...",
        "# the venv is gone",
        "# the env is gone",
        "# normalise the name",
        "colour = 1",
        "# nobody reads it",
        "# links whose targets are gone",
        "# deleted meanwhile",
    ],
)
def test_words_are_found(text: str) -> None:
    assert broken_lines(words, text) == [1]


@pytest.mark.parametrize(
    "text",
    [
        "lockfile = uv_lock.parse(text)",
        "# flock(2) on the lock file of another sync",
        "run('uv', 'sync', '--locked')",
        'CODE = "python-mismatch"',
        "import python_mismatch",
        'run("python", "-m", "venv")',
        "# the folder .venv, or pyvenv.cfg, or `venv` of the standard library",
        "# <venv>/.lock",
        "# uv venv --allow-existing",
        "subprocess.run(command, env=variables)",
        "# a promise, a precise rise, an exercise",
    ],
)
def test_allowed_text_is_not_found(text: str) -> None:
    assert broken_lines(words, text) == []


def test_strings_of_tests_are_not_checked_and_prose_is() -> None:
    assert broken_lines(words, 'x = "the venv"', "tests/drift/test_x.py") == []
    assert broken_lines(words, "fine\nthe `venv` is a venv\n```\nthe venv\n```\n", "a.md") == [2]


def _own_text(file: File) -> Iterable[tuple[int, str]]:
    """The lines of our own prose and names, without quoted text."""
    lines = _python(file) if file.suffix == ".py" else _prose(file)
    return ((number, _QUOTED.sub("``", text)) for number, text in lines)


def _prose(file: File) -> Iterator[tuple[int, str]]:
    is_code = False
    for number, line in file.lines():
        if line.lstrip().startswith("```"):
            is_code = not is_code
        elif not is_code:
            yield number, line


def _python(file: File) -> Iterator[tuple[int, str]]:
    """Names, comments and docstrings; in the product also all messages."""
    before = tokenize.NEWLINE
    for token in tokenize.generate_tokens(io.StringIO(file.text).readline):
        if token.type in (tokenize.NAME, tokenize.COMMENT):
            yield token.start[0], token.string
        elif token.type == tokenize.STRING and _is_own_text(file, token.string, before):
            yield from enumerate(_unquoted(token.string).splitlines(), start=token.start[0])
        if token.type not in (tokenize.NL, tokenize.COMMENT):
            before = token.type


def _is_own_text(file: File, text: str, before: int) -> bool:
    is_docstring = before in (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)
    # A single word is a value, such as an argument of an installer, and no message.
    return is_docstring or (file.path.startswith(PACKAGE) and " " in text)


def _unquoted(text: str) -> str:
    return text.strip("rbfuRBFU").strip("\"'")

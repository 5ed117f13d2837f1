"""The glossary of ARCHITECTURE.md: one word, one thing; and American spelling.

It is held in names, comments and docstrings everywhere, in the messages of the product, and in
prose. Text in backticks is quoted, and tests may hold any text in strings.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterable, Iterator

import pytest

from .house import PACKAGE, Fault, File, breaks, keep

# What not to write, and what to say instead.
WORDS: dict[str, str] = {
    r"(?<![\w.<-])(?<!uv )(?<!-m )(?<!import )venvs?\b(?!\.|/)": "environment",
    r"\bvenv_|(?<!import )(?<!by)_venvs?\b": "environment",
    r"\b(the|an|this|each|every|which) env\b|\benv_(dir|folder|path|root)\b|_envs?_(dir|path)\b": (
        "environment"
    ),
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
    for line, text in _speech(file):
        for pattern, say in _TABLE:
            if found := pattern.search(text):
                yield Fault(file.path, line, f"{found[0].strip()!r}: say {say}")


def test_the_glossary_is_kept() -> None:
    keep(words, ".py", ".ts", ".md", ".mjs")


@pytest.mark.parametrize(
    "text",
    [
        "venv_path = 1",
        "def find_venv(): ...",
        "# the venv is gone",
        "# the env is gone",
        "# normalise the name",
        "colour = 1",
    ],
)
def test_words_are_found(text: str) -> None:
    assert breaks(words, text) == [1]


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
def test_what_is_allowed_is_not_found(text: str) -> None:
    assert breaks(words, text) == []


def test_strings_of_tests_are_free_and_prose_is_not() -> None:
    assert breaks(words, 'x = "the venv"', "tests/drift/test_x.py") == []
    assert breaks(words, "fine\nthe `venv` is a venv\n```\nthe venv\n```\n", "a.md") == [2]


def _speech(file: File) -> Iterable[tuple[int, str]]:
    """The lines in which the house itself speaks, without what it quotes."""
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
    """Names, comments and docstrings; of the product also all its messages."""
    before = tokenize.NEWLINE
    for token in tokenize.generate_tokens(io.StringIO(file.text).readline):
        if token.type in (tokenize.NAME, tokenize.COMMENT):
            yield token.start[0], token.string
        elif token.type == tokenize.STRING and _is_speech(file, token.string, before):
            yield from enumerate(_unquoted(token.string).splitlines(), start=token.start[0])
        if token.type not in (tokenize.NL, tokenize.COMMENT):
            before = token.type


def _is_speech(file: File, text: str, before: int) -> bool:
    is_docstring = before in (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)
    # A single word is a value, such as an argument of an installer, and no message.
    return is_docstring or (file.path.startswith(PACKAGE) and " " in text)


def _unquoted(text: str) -> str:
    return text.strip("rbfuRBFU").strip("\"'")

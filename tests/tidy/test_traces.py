"""What must not be in the repository: registry hosts, paths of one machine, leftover notes."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from .rules import Fault, File, broken_lines, check_rule

# The patterns do not match their own text.
HOSTS = re.compile(
    r"\b(pyp[i]\.org|python[h]osted\.org|npm[j]s\.(org|com)|deb[i]an\.org|yarn[p]kg\.com)",
    re.IGNORECASE,
)
MACHINE_PATHS = re.compile(
    r"(?<![\w.~-])(/roo[t]\b|/hom[e]/\w|/User[s]/\w|/wor[k]\b|[A-Z]:\\{1,2}User[s]\\)"
    r"|~/\.pyen[v]|/\.pyen[v]/"
)
# Papers and tools of the development of Lockstep; they are not part of the product.
WORKPLACE = re.compile(
    r"\bshare[d]/|\breferenc[e]/\w+(-\w+)*\.md|\bdesig[n]\.md|\bmodel-cod[e]bases|\bC[E]O\b"
    r"|\bissues (show|list|close|comment)\b|\.librar[y]/"
)
LOOSE_ENDS = re.compile(r"\b(TOD[O]|FIXM[E]|XX[X]|HAC[K])\b(?!\(#\d+\))")

TRACES = {
    "name no registry host; say which registry in words": HOSTS,
    "this path is of one machine": MACHINE_PATHS,
    "this is of the workplace, not of the product": WORKPLACE,
    "a loose end needs the number of its issue, in the form WORD(#7)": LOOSE_ENDS,
}


def traces(file: File) -> Iterator[Fault]:
    """Every match of a forbidden pattern."""
    for number, line in file.lines():
        for message, pattern in TRACES.items():
            if found := pattern.search(line):
                yield Fault(file.path, number, f"{message}: {found[0]}")


def test_there_are_no_traces() -> None:
    check_rule(traces)


@pytest.mark.parametrize(
    "line",
    [
        "https://pyp" + "i.org/simple",
        "https://files.python" + "hosted.org/x",
        "registry.npm" + "js.org",
        "cd /roo" + "t/x",
        'Path("/hom' + 'e/ann/project")',
        r'"C:\\User' + r's\\ann"',
        "see /wor" + "k/main",
        "~/.pyen" + "v/versions",
        "as reference" + "/uv.md says",
        "# TOD" + "O: later",
    ],
)
def test_traces_are_found(line: str) -> None:
    assert broken_lines(traces, f"fine\n{line}\n") == [2]


@pytest.mark.parametrize(
    "line",
    [
        "from the Python Package Index",
        'Path.home() / ".pyenv"',
        "TOD" + "O(#12): later",
        "$root/work/homework",
        "https://packages.example/simple",
        "the root of the tree, ./root/x",
    ],
)
def test_allowed_text_is_not_found(line: str) -> None:
    assert broken_lines(traces, line) == []

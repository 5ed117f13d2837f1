"""Explains why uv failed: the relevant part of its output, and one sentence.

Newer uv writes `error: …` with `cause: …` below, older uv `error: …` with `Caused by: …`, or a tree
that begins with a cross.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import takewhile
from typing import NamedTuple

from ...model.urls import split_url, without_credentials_in

_BEGIN = re.compile(r"^(error: |\s+\u00d7 )", re.MULTILINE)
_MARKS = re.compile(r"^(error:|cause:|Caused by:|[\u00d7├╰─▶│ ]+)\s*")
_CAUSE = re.compile(r"\s+(cause|Caused by): |\s*[├╰]─▶ ")
_ADVICE = re.compile(r"\s*(hint|help): ")
_HEAD, _TAIL, _LAST = 8, 24, 5

# 5 and 32 are ERROR_ACCESS_DENIED and ERROR_SHARING_VIOLATION, 13 and 26 EACCES and ETXTBSY.
_DENIED = re.compile(
    r"failed to (?P<verb>[a-z]+)\b(?P<rest>(?:(?!failed to).)*?)"
    r"\(os error (?P<number>5|32|13|26)\)",
    re.IGNORECASE | re.DOTALL,
)
_PATH = re.compile(r"[`'\"]([^`'\"\n]+)[`'\"]|(?:file|directory) (?:from .+? to )?(/.+?|\w:.+?): ")
_READING = {"open", "read", "query", "create", "write", "spawn", "lock"}
_NO_NETWORK = re.compile(
    r"error sending request|client error \(Connect\)|dns error|Failed to fetch: |timed out"
)
_OFFLINE = re.compile(r"Network connectivity is disabled|the network was disabled")
_STATUS = re.compile(r"HTTP status \w+ error \(([^)]+)\)")
_URL = re.compile(r"https?://[^\s`)]+")
_HASH = re.compile(r"Hash\s\w+\sfor\s`([^`]+)`")
_BUILD = re.compile(
    r"Failed to (?:build|build a wheel for|generate package metadata for) `([^`@]+?)(?: @ [^`]*)?`"
)
_OUTPUT = re.compile(r"^\s*\[std(out|err)\]$", re.MULTILINE)
_NO_PYTHON = re.compile(r"No interpreter found for (.+?)(?: in .*)?$", re.MULTILINE)
_NO_ANSWER = re.compile(
    r"(?:Querying Python at|Failed to query Python interpreter at|Failed to inspect Python"
    r" interpreter from .+? at|Broken virtual environment) `([^`]+)`"
)
# The position is followed by the marked line, and then by the reason.
_NOT_PARSED = re.compile(
    r"Failed to parse:? `?([^`\n]+?)`?\n.*?TOML parse error at line (\d+), column (\d+)\n"
    r"(?:[^\n]*\|[^\n]*\n)+([^\n]+)"
)
_BECAUSE = re.compile(
    r"No solution found when resolving dependencies.*?\bBecause (.+?)(?:\n\s*\n|\Z)", re.DOTALL
)
# uv suggests the list that has the dependency.
_TRY = re.compile(r"\(try: `uv (remove [^`]+)`\)")
_NOT_FOUND = re.compile(
    r"No solution found when resolving dependencies.*?\bBecause (?:"
    r"(\S+)\s+was\s+not\s+found\s+in\s+the\s+package\s+registry|"
    r"there\s+are\s+no\s+versions\s+of\s+([\w.-]+)\s+and\s)",
    re.DOTALL,
)


def meaningful(text: str) -> str:
    """The part of uv's error output from the error on, without credentials.

    Without an error message these are its last five lines. A long part is shortened in the middle.
    """
    lines = [line.rstrip() for line in without_credentials_in(text).splitlines()]
    found = _BEGIN.search("\n".join(lines))
    written = [it for it in lines if it]
    block = "\n".join(lines)[found.start() :].splitlines() if found else written[-_LAST:]
    if len(block) > _HEAD + _TAIL:
        block = [*block[:_HEAD], "…", *block[-_TAIL:]]
    return "\n".join(block).strip("\n")


def explain(text: str) -> str:
    """One sentence on what went wrong, without credentials and without a final dot; never empty.

    Args:
        text: uv's error output.
    """
    shown = without_credentials_in(text)
    found = (explanation(shown) for explanation in _EXPLANATIONS)
    return (next((it for it in found if it), "") or _own_words(shown)).rstrip(".")


class Denied(NamedTuple):
    """A file operation of uv that the system refused.

    Attributes:
        verb: the operation in uv's words, such as `remove`, in lower case.
        path: the file or folder, as uv prints it.
        number: the code of the system's error: an errno, or a winerror on Windows.
    """

    verb: str
    path: str
    number: str

    @property
    def is_reading(self) -> bool:
        """Whether a permission to read or write is missing (EACCES), rather than a file held."""
        return self.number == "13" and self.verb in _READING


def denied(text: str) -> Denied | None:
    """The file operation that the system refused, by uv's error output.

    None if uv failed for another reason, or printed no path.
    """
    found = _DENIED.search(text)
    paths = _PATH.findall(found["rest"]) if found else []
    if found is None or not paths:
        return None
    return Denied(found["verb"].lower(), "".join(paths[-1]), found["number"])


def _held(text: str) -> str:
    found = denied(text)
    if found is None:
        return ""
    verb, path, number = found
    if found.is_reading:
        return f"uv may not {verb} {path} (os error 13)"
    doubt = ", or no permission" if number == "13" else ""
    return f"uv could not {verb} {path}: held by another program{doubt} (os error {number})"


def _hash(text: str) -> str:
    found = _HASH.search(text)
    return f"the download of {found[1]} does not have the pinned hash" if found else ""


def _network(text: str) -> str:
    if _OFFLINE.search(text):
        return "uv needs the network, but is set to offline"
    if not _NO_NETWORK.search(text):
        return ""
    url = _URL.search(text)
    host = split_url(url[0]).hostname if url else ""
    status = _STATUS.search(text)
    if status:
        return f"{host or 'the index'} answered {status[1]}"
    return f"uv could not reach {host or 'the network'}"


def _build(text: str) -> str:
    found = _BUILD.search(text)
    if found is None:
        return ""
    output = _OUTPUT.search(text)
    lines = _essential(_before_advice(text[output.end() :])) if output else _causes(text)
    last = f": {lines[-1]}" if lines else ""
    return f"{found[1]} could not be built{last}"


def _before_advice(text: str) -> list[str]:
    """The lines before uv's first hint, which may go on for paragraphs."""
    return [*takewhile(lambda it: not _ADVICE.match(it), text.splitlines())]


def _python(text: str) -> str:
    found = _NO_PYTHON.search(text)
    return f"uv found no interpreter for {found[1].strip()}" if found else ""


def _unreadable(text: str) -> str:
    found = _NOT_PARSED.search(text)
    if found is None:
        return ""
    # uv appends a list of all valid fields, which is longer than a screen.
    reason = found[4].strip().partition(", expected one of `required-version`")[0]
    return f"{found[1]}:{found[2]}:{found[3]}: {reason}"


def _no_answer(text: str) -> str:
    found = _NO_ANSWER.search(text)
    return f"uv cannot run the interpreter {found[1]}" if found else ""


def advice(text: str) -> str:
    """What to do about a failure, as a hint, if a command of Lockstep fixes it; else empty.

    Args:
        text: uv's error output.
    """
    if _NO_ANSWER.search(text):
        # Of PATH, such as a shim of pyenv: a new environment would need that one, too.
        if "executable in the search path at" in text:
            return "name another Python with --python, or correct that one"
        return "`lockstep recreate` makes a new environment"
    tried = _TRY.search(text)
    return f"`lockstep {tried[1]}`" if tried else ""


def is_explained(text: str) -> bool:
    """Whether `explain` and `advice` say all that uv's error output says, its hints included."""
    # That `--frozen` adds a package in spite of all is no help here.
    hints = [it for it in text.splitlines() if _ADVICE.match(it) and "`--frozen` flag" not in it]
    if hints and not advice(text):
        return False
    return bool(_BECAUSE.search(text)) or len(_essential(meaningful(text).splitlines())) == 1


def _not_found(text: str) -> str:
    found = _NOT_FOUND.search(text)
    return f"the package index has no package {found[1] or found[2]}" if found else ""


def _no_solution(text: str) -> str:
    found = _BECAUSE.search(text)
    return f"no versions fit together: because {' '.join(found[1].split())}" if found else ""


# The first that applies wins: an output may contain causes of several kinds.
_EXPLANATIONS: tuple[Callable[[str], str], ...] = (
    _held,
    _hash,
    _network,
    _build,
    _python,
    _no_answer,
    _unreadable,
    _not_found,
    _no_solution,
)


def _own_words(text: str) -> str:
    """uv's own error message, with its last cause."""
    if not _BEGIN.search(text):
        return "uv failed without an error message"
    lines = _essential(meaningful(text).splitlines())
    causes = _causes(text)
    return f"{lines[0]}: {causes[-1]}" if causes else lines[0]


def _causes(text: str) -> list[str]:
    return _essential([it for it in meaningful(text).splitlines() if _CAUSE.match(it)])


def _essential(lines: list[str]) -> list[str]:
    """The lines without uv's marks and hints."""
    return [_MARKS.sub("", it.strip()) for it in lines if it.strip() and not _ADVICE.match(it)]

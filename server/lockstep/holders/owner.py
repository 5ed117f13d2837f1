"""Describes to what a process belongs, from its command and those of its parents. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..model.text import plain_line
from ..model.urls import without_credentials_in

_LONGEST = 160
_SECRET = re.compile(
    r"(?i)(--?[\w-]*(?:token|secret|password|passwd|api-?key|credential)[\w-]*)(=.*)?", re.DOTALL
)
# A folder such as `extensions/charliermarsh.ruff-2026.1.0`.
_EXTENSION = re.compile(r"[/\\]extensions[/\\][\w-]+\.([\w-]+?)-\d+\.\d+", re.IGNORECASE)
# The name of a login shell begins with a hyphen.
_SHELLS = re.compile(r"^-?(?:ba|z|fi|da|k|c)?sh$|^(?:powershell|pwsh|cmd)(?:\.exe)?$")
_EDITORS = (
    (re.compile(r"(?i)extensionHost|server-main\.js|vscode-server|code-server"), "VS Code"),
    (re.compile(r"(?i)pycharm"), "PyCharm"),
    (re.compile(r"(?i)(?:^|[/\\])n?vim\b"), "Vim"),
)
_JOBS = (
    (re.compile(r"ipykernel_launcher|ipykernel"), "a Jupyter kernel"),
    (re.compile(r"debugpy"), "a debug session"),
    (re.compile(r"\bpytest\b"), "a test run"),
)


class ChainedProcess:
    """One process in a chain of parents.

    Attributes:
        name: the name of its program.
        line: its program and arguments, joined by blanks.
    """

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self.name = name
        self.line = " ".join(command)


def owner_of(chain: Sequence[ChainedProcess]) -> str:
    """The extension, kernel, editor or terminal to which a process belongs; empty if unknown.

    Args:
        chain: the process, followed by its parents, the nearest first.
    """
    line = chain[0].line if chain else ""
    editor = next((name for it in chain for known, name in _EDITORS if known.search(it.line)), "")
    extension = _EXTENSION.search(line)
    if extension:
        return f"the {extension[1]} extension in {editor or 'VS Code'}"
    job = next((words for known, words in _JOBS if known.search(line)), "")
    if job or editor:
        return f"{job} of {editor}" if job and editor else job or editor
    is_in_terminal = any(_SHELLS.match(it.name) for it in chain[1:])
    return "a terminal" if is_in_terminal else ""


def shown_command(command: Sequence[str]) -> str:
    """A command as one line of at most 160 characters; a longer one ends with `…`.

    Values of secret options (`--token=…`, `--token …`) become `…`, and credentials in URLs are
    removed. Control characters are escaped.
    """
    # A newline in an argument would begin a line of its own in the output of `lockstep holders`.
    line = plain_line(without_credentials_in(" ".join(_without_secrets(command))))
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _without_secrets(command: Sequence[str]) -> Iterator[str]:
    """The words of a command, with values of secret options (`--token=…`, `--token …`) removed."""
    is_secret = False
    for word in command:
        option = _SECRET.fullmatch(word)
        if option and option[2]:
            yield f"{option[1]}=…"
        else:
            yield "…" if is_secret else word
        is_secret = bool(option and not option[2])

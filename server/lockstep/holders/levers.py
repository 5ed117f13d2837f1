"""Which command of VS Code restarts what another extension runs out of an environment. Data.

None of them frees a file for good, for each extension starts its program again at once, from the
same environment; they are for programs that run code which a sync has replaced. The commands are
those that each extension's package.json contributes. Whether a lever works was not tried with the
real extensions.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Lever(NamedTuple):
    """An extension's id, what the command line of its program looks like, and the command."""

    extension: str
    runs: re.Pattern[str]
    command: str


def _server(program: str) -> re.Pattern[str]:
    """A program of the environment that serves an editor: `ruff server`."""
    return re.compile(rf'(?:^|[/\\]){program}(?:\.exe)?"?\s+(?:server|lsp)\b', re.IGNORECASE)


def _script(extension: str) -> re.Pattern[str]:
    """A script that an extension brings along, run by the environment's Python."""
    return re.compile(rf"[/\\]{re.escape(extension)}-\d[^/\\]*[/\\]", re.IGNORECASE)


_TOOLS = ("mypy-type-checker", "pylint", "flake8", "black-formatter", "isort", "autopep8")

LEVERS = (
    Lever("charliermarsh.ruff", _server("ruff"), "ruff.restart"),
    Lever("astral-sh.ty", _server("ty"), "ty.restart"),
    Lever(
        "detachhead.basedpyright",
        re.compile(r"basedpyright[\w-]*langserver", re.IGNORECASE),
        "basedpyright.restartserver",
    ),
    Lever(
        "ms-python.python",
        re.compile(r"run-jedi-language-server\.py"),
        "python.analysis.restartLanguageServer",
    ),
    Lever("d-biehl.robotcode", _script("d-biehl.robotcode"), "robotcode.restartLanguageServers"),
    *(Lever(f"ms-python.{it}", _script(f"ms-python.{it}"), f"{it}.restart") for it in _TOOLS),
)


def lever_for(command: str) -> str:
    """The command for a program, by its whole command line; empty where none is known."""
    return next((it.command for it in LEVERS if it.runs.search(command)), "")

"""The VS Code commands that restart what other extensions run from an environment. Data.

They do not free files, since each extension restarts its program at once from the same environment.
They are for programs that still run code which a sync has replaced. The commands are those in the
package.json of each extension; they were not tried with the real extensions.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Lever(NamedTuple):
    """A command of an extension that restarts the program that the extension runs.

    Attributes:
        extension: the id of the extension.
        runs: a pattern that is found in the command line of its program.
        command: the id of the VS Code command.
    """

    extension: str
    runs: re.Pattern[str]
    command: str


def _server(program: str) -> re.Pattern[str]:
    """The pattern for a language server in the environment, such as `ruff server`."""
    return re.compile(rf'(?:^|[/\\]){program}(?:\.exe)?"?\s+(?:server|lsp)\b', re.IGNORECASE)


def _script(extension: str) -> re.Pattern[str]:
    """The pattern for a script of an extension that the environment's Python runs."""
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
    """The id of the VS Code command that restarts a program; empty if none is known.

    Args:
        command: the command line of the program.
    """
    return next((it.command for it in LEVERS if it.runs.search(command)), "")

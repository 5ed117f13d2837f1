"""`lockstep generate-shell-completion`: what real shells make of its scripts."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from lockstep.cli.arguments import SHELLS
from lockstep.cli.main import main
from tests.patience import PATIENCE
from tests.skips import skip_unless_ci

pytestmark = pytest.mark.slow

# What is typed before the tab, and what the shell makes of it.
LINES = (
    ("lockstep che", "lockstep check"),
    ("lockstep sync --dry", "lockstep sync --dry-run"),
    ("lockstep check --format j", "lockstep check --format json"),
    ("lockstep add -r needs", "lockstep add -r needs.txt"),
    ("lockstep holders some", "lockstep holders some.pyd"),
    ("lockstep generate-shell-completion fi", "lockstep generate-shell-completion fish"),
    ("lockstep check --project ot", "lockstep check --project other/"),
)
POWERSHELL = (
    ". {script}; (TabExpansion2 -inputScript '{line}' -cursorColumn {column})"
    ".CompletionMatches.CompletionText"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the files that the lines name."""
    (tmp_path / "other").mkdir()
    for name in ("needs.txt", "some.pyd"):
        (tmp_path / name).touch()
    return tmp_path


def script_for(shell: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert main(["generate-shell-completion", shell]) == 0
    path = folder / f"completion.{'ps1' if shell == 'powershell' else shell}"
    path.write_text(capsys.readouterr().out)
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="these shells belong to POSIX")
@pytest.mark.parametrize(("typed", "completed"), LINES)
@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_a_line_is_completed(
    shell: str, typed: str, completed: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = script_for(shell, folder, capsys)
    start = {
        "bash": ("bash", "--norc", "--noprofile", "-i"),
        "zsh": ("zsh", "--no-rcs", "-i"),
    }
    assert _typed(_found(start[shell]), _load(shell, script), typed, completed, folder)


@pytest.mark.skipif(sys.platform == "win32", reason="this shell belongs to POSIX")
@pytest.mark.parametrize(("typed", "completed"), LINES)
def test_fish(typed: str, completed: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = script_for("fish", folder, capsys)
    asks = f"source {script}; complete --do-complete '{typed}'"
    words = _found(("fish", "--no-config", "--command", asks))
    found = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=True)
    assert completed.split()[-1] in [it.split("\t")[0] for it in found.stdout.splitlines()]


@pytest.mark.skipif(sys.platform != "win32", reason="PowerShell belongs to Windows")
@pytest.mark.parametrize(("typed", "completed"), LINES)
def test_powershell(
    typed: str, completed: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = script_for("powershell", folder, capsys)
    asks = POWERSHELL.format(script=script, line=typed, column=len(typed))
    words = _found(("powershell", "-NoProfile", "-ExecutionPolicy", "Bypass", "-Command", asks))
    found = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=True)
    wanted = completed.split()[-1].rstrip("/")
    assert wanted in [it.strip(".\\/") for it in found.stdout.splitlines()]


def test_without_shtab(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The server of the extension does not contain it."""
    monkeypatch.setitem(sys.modules, "shtab", None)
    assert main(["generate-shell-completion", SHELLS[0]]) == 2
    assert "the package shtab, which writes the script, is not installed" in capsys.readouterr().err


def _found(words: Sequence[str]) -> Sequence[str]:
    if not shutil.which(words[0]):
        skip_unless_ci(f"{words[0]} is not installed: its completion is NOT tested")
    return words


def _load(shell: str, script: Path) -> str:
    """The commands that load a script, and a prompt that shows when they have ended."""
    first = "autoload -Uz compinit && compinit -u -D; " if shell == "zsh" else ""
    return f"{first}eval \"$(cat '{script}')\"; PS1='ready''> '\n"


def _typed(words: Sequence[str], load: str, typed: str, completed: str, folder: Path) -> bool:
    """Whether a shell on a terminal shows the completed line after a tab."""
    import pty
    import select

    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(folder)
        variables = {**os.environ, "TERM": "dumb", "PS1": "> ", "HOME": str(folder)}
        os.execvpe(words[0], [*words], variables)
    try:
        os.write(terminal, load.encode())
        seen, waits_for, deadline = "", "ready> ", time.monotonic() + PATIENCE
        while waits_for not in seen:
            ready, _, _ = select.select([terminal], [], [], deadline - time.monotonic())
            if not ready:
                return False
            seen += os.read(terminal, 4096).decode("utf-8", "replace")
            if waits_for == "ready> " and waits_for in seen:
                os.write(terminal, f"{typed}\t".encode())
                seen, waits_for = "", completed
        return True
    finally:
        os.close(terminal)
        os.waitpid(pid, 0)

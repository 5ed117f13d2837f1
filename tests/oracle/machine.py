"""The programs of this machine: uv, Pythons, git, a cache, and a clean set of variables."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SERVER = Path(__file__).resolve().parents[2] / "server"

# Variables of the developer's shell that would change the answers.
_DROPPED = ("UV_", "PIP_", "PYTHON", "VIRTUAL_ENV", "CONDA", "POETRY_", "PDM_", "LOCKSTEP_", "GIT_")


@dataclass(frozen=True)
class RunResult:
    """The result of a program."""

    command: tuple[str, ...]
    status: int
    stdout: str
    stderr: str

    def expect_success(self) -> RunResult:
        if self.status != 0:
            raise RuntimeError(f"{' '.join(self.command)} ended with {self.status}\n{self.stderr}")
        return self


def run(command: list[str], folder: Path, variables: dict[str, str]) -> RunResult:
    ended = subprocess.run(
        command,
        cwd=folder,
        env=variables,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    return RunResult(tuple(command), ended.returncode, ended.stdout, ended.stderr)


@cache
def uv_program() -> str:
    """The uv to compare with: the one of LOCKSTEP_TEST_UV, else that of the `uv` package."""
    chosen = os.environ.get("LOCKSTEP_TEST_UV")
    if chosen:
        return chosen
    from uv import find_uv_bin

    return find_uv_bin()


def cache_root() -> Path:
    """A folder that is kept after the session, so that a second run needs no network."""
    chosen = os.environ.get("LOCKSTEP_CACHE")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ["LOCALAPPDATA"]) / "lockstep-dev"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "lockstep-dev"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "lockstep-dev"


@cache
def pythons() -> dict[str, Path]:
    """The CPythons of this machine by minor version, preferably those that uv lists."""
    found: dict[str, Path] = {}
    for version, program in [*_pythons_of_pyenv(), *_pythons_of_uv()]:
        minor = ".".join(version.split(".")[:2])
        if re.fullmatch(r"3\.1\d", minor):
            found.setdefault(minor, program)
    return dict(sorted(found.items(), key=lambda entry: int(entry[0].split(".")[1])))


def _pythons_of_uv() -> list[tuple[str, Path]]:
    """If uv finds no Python, the list is empty; the tests that need one are then skipped."""
    listing = run(
        [uv_program(), "python", "list", "--only-installed", "--output-format", "json"],
        Path.home(),
        {**_inherited(), "UV_PYTHON_DOWNLOADS": "never", "PATH": os.environ.get("PATH", "")},
    )
    entries = json.loads(listing.stdout or "[]")
    usable = [entry for entry in entries if entry["implementation"] == "cpython"]
    return [(entry["version"], Path(entry["path"])) for entry in usable if entry.get("path")]


def _pythons_of_pyenv() -> list[tuple[str, Path]]:
    programs = sorted((Path.home() / ".pyenv" / "versions").glob("*/bin/python"))
    return [(program.parent.parent.name, program) for program in programs]


def _inherited() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(_DROPPED)}


def variables(store: Path, empty_home: Path, first: str = "3.12") -> dict[str, str]:
    """The variables of every program: only our Pythons are found, and `first` before the others."""
    ordered = sorted(pythons().items(), key=lambda entry: entry[0] != first)
    git = shutil.which("git")
    folders = [str(program.parent) for _, program in ordered]
    folders += [str(Path(git).parent)] if git else []
    return {
        **_inherited(),
        "PATH": os.pathsep.join(folders),
        "XDG_CONFIG_HOME": str(empty_home),
        "UV_CACHE_DIR": str(store),
        "UV_PYTHON_DOWNLOADS": "never",
        # With copies, a drift that changes an installed file does not change uv's cache.
        "UV_LINK_MODE": "copy",
        "PYTHONPATH": str(SERVER),
        "PYTHONUTF8": "1",
    }

"""What this computer offers: uv, Pythons, git, a cache, and a clean set of variables."""

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

# Whatever the developer's shell says about Pythons and installers would change the answers.
_DROPPED = ("UV_", "PIP_", "PYTHON", "VIRTUAL_ENV", "CONDA", "POETRY_", "PDM_", "LOCKSTEP_", "GIT_")


@dataclass(frozen=True)
class Ran:
    """The end of one program."""

    command: tuple[str, ...]
    status: int
    stdout: str
    stderr: str

    def expect_success(self) -> Ran:
        if self.status != 0:
            raise RuntimeError(f"{' '.join(self.command)} ended with {self.status}\n{self.stderr}")
        return self


def run(command: list[str], folder: Path, variables: dict[str, str]) -> Ran:
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
    return Ran(tuple(command), ended.returncode, ended.stdout, ended.stderr)


@cache
def uv_program() -> str:
    """The uv that the oracle asks: the one of LOCKSTEP_TEST_UV, else that of the `uv` package."""
    chosen = os.environ.get("LOCKSTEP_TEST_UV")
    if chosen:
        return chosen
    from uv import find_uv_bin

    return find_uv_bin()


def cache_root() -> Path:
    """A folder that outlives the session, so that a second run needs no network."""
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
    """The CPythons of this computer by minor version, those of uv's list before those of pyenv."""
    found: dict[str, Path] = {}
    for version, program in [*_pythons_of_pyenv(), *_pythons_of_uv()]:
        minor = ".".join(version.split(".")[:2])
        if re.fullmatch(r"3\.1\d", minor):
            found.setdefault(minor, program)
    return dict(sorted(found.items(), key=lambda entry: int(entry[0].split(".")[1])))


def _pythons_of_uv() -> list[tuple[str, Path]]:
    """A uv that finds no Python at all is not a reason to fail here: the tests skip by name."""
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


def variables(store: Path, quiet_home: Path, first: str = "3.12") -> dict[str, str]:
    """The variables of every program the oracle starts: only our Pythons, `first` before all."""
    ordered = sorted(pythons().items(), key=lambda entry: entry[0] != first)
    git = shutil.which("git")
    folders = [str(program.parent) for _, program in ordered]
    folders += [str(Path(git).parent)] if git else []
    return {
        **_inherited(),
        "PATH": os.pathsep.join(folders),
        "XDG_CONFIG_HOME": str(quiet_home),
        "UV_CACHE_DIR": str(store),
        "UV_PYTHON_DOWNLOADS": "never",
        # A drift that changes an installed file must not change the cache's copy of it.
        "UV_LINK_MODE": "copy",
        "PYTHONPATH": str(SERVER),
        "PYTHONUTF8": "1",
    }

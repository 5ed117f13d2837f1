"""Finds the Pythons of this machine that can create an environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

# The versions that `npm test` covers; newer ones are not refused.
COVERED = ((3, 10), (3, 11), (3, 12), (3, 13))

# Debian's python3 has no ensurepip by default and then cannot create an environment.
_SCRIPT = """
import ensurepip, json, sys, venv
version, kind = sys.version_info, sys.implementation.name
print(json.dumps([sys.executable, list(version[:3]), version.releaselevel, kind]))
"""


@dataclass(frozen=True, order=True)
class Python:
    """An interpreter with its version."""

    version: tuple[int, int, int]
    path: Path

    @property
    def minor(self) -> tuple[int, int]:
        return self.version[:2]

    @property
    def name(self) -> str:
        return ".".join(map(str, self.version))


def running_python() -> Python:
    """The interpreter that runs this script; dev/python.mjs has checked it."""
    return Python(sys.version_info[:3], Path(sys.executable))


def find_covered(uv: tuple[str, ...]) -> dict[tuple[int, int], Python]:
    """The newest release of each covered version on this machine, by minor version."""
    found: dict[tuple[int, int], Python] = {}
    asked = filter(None, map(_ask, _candidates(uv)))
    for python in sorted(asked):
        if python.minor in COVERED:
            found[python.minor] = python
    return found


def _candidates(uv: tuple[str, ...]) -> Iterator[Path]:
    seen: set[Path] = set()
    for path in (*_known_to_pyenv(), *_known_to_uv(uv)):
        if path not in seen:
            seen.add(path)
            yield path


def _known_to_pyenv() -> Iterable[Path]:
    # uv lists only Pythons on PATH; pyenv has wrappers there, which refuse most versions.
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    where = "versions/*/python.exe" if os.name == "nt" else "versions/*/bin/python"
    return sorted(root.glob(where))


def _known_to_uv(uv: tuple[str, ...]) -> list[Path]:
    # In another folder, because in a project uv would run the Python of its environment.
    arguments = ("python", "list", "--only-installed", "--no-config", "--output-format", "json")
    answer = subprocess.run(
        (*uv, *arguments), cwd=tempfile.gettempdir(), capture_output=True, text=True, check=False
    )
    return [Path(each["path"]) for each in json.loads(answer.stdout or "[]") if each["path"]]


def _ask(path: Path) -> Python | None:
    """The interpreter behind a path, which may be a wrapper; None if it is not suitable."""
    command = (str(path), "-I", "-c", _SCRIPT)
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
        executable, version, level, implementation = json.loads(answer.stdout)
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    if level != "final" or implementation != "cpython":
        return None
    return Python(tuple(version), Path(executable))

"""The tool environment: all that the checks run with, made once for each Python.

It stands in a cache folder outside the tree, so that no editor and no installer takes it for the
environment of this repository, and a fresh clone finds it ready.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from built import build, is_built
from pythons import Python, running_python

HOUSE = Path(__file__).resolve().parent.parent
REQUIREMENTS = HOUSE / "dev" / "requirements.txt"

# What the caller's shell says about environments must not reach the programs that we start.
_DROPPED = ("VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH", "UV_PROJECT", "UV_PROJECT_ENVIRONMENT")


@dataclass(frozen=True)
class Tools:
    """A finished tool environment."""

    root: Path

    @property
    def python(self) -> Path:
        return _python_of(self.root)

    @property
    def uv(self) -> tuple[str, ...]:
        # Not `python -m uv`, which makes `uv pip` work on the environment that Python is in.
        return (str(self.python.with_name("uv")),)

    def run(self, *arguments: str, cwd: Path = HOUSE, **variables: str) -> int:
        """Run this environment's Python with its output streamed; its exit status."""
        command = (str(self.python), *arguments)
        variables = clean_variables(**variables)
        return subprocess.run(command, cwd=cwd, env=variables, check=False).returncode


def clean_variables(**variables: str) -> dict[str, str]:
    """The process's own variables without those that point at other environments."""
    kept = {name: value for name, value in os.environ.items() if name not in _DROPPED}
    return kept | variables


def cache_folder() -> Path:
    """Where everything that can be made again is kept."""
    if chosen := os.environ.get("LOCKSTEP_CACHE"):
        return Path(chosen).absolute()
    return _caches_of_user() / "lockstep-dev"


def _caches_of_user() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def ensure_tools(python: Python | None = None) -> Tools:
    """The tool environment of a Python, made now where it is not there yet."""
    python = python or running_python()
    root = cache_folder() / "tools" / f"python-{python.name}-{_key(python)}"
    if not _is_complete(root):
        print(f"making the tool environment of Python {python.name} in {root}", flush=True)
        # Its scripts will carry another name, which is why everything is run as `python -m NAME`.
        build(root, partial(_fill, python), _is_complete)
    return Tools(root)


def _key(python: Python) -> str:
    made_of = REQUIREMENTS.read_bytes() + str(python.path.resolve()).encode()
    return hashlib.sha256(made_of).hexdigest()[:12]


def _is_complete(root: Path) -> bool:
    # The link to an interpreter that was removed since does not exist either.
    return is_built(root) and _python_of(root).exists()


def _fill(python: Python, root: Path) -> None:
    variables = clean_variables()
    subprocess.run((str(python.path), "-m", "venv", str(root)), env=variables, check=True)
    pip = (str(_python_of(root)), "-m", "pip", "--disable-pip-version-check")
    install = ("install", "--quiet", "--require-hashes", "--requirement", str(REQUIREMENTS))
    subprocess.run((*pip, *install), env=variables, check=True)


def _python_of(root: Path) -> Path:
    return root / "Scripts" / "python.exe" if os.name == "nt" else root / "bin" / "python"

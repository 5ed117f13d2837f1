"""The tool environment: all that the checks run with, made once for each Python.

It stands in a cache folder outside the tree, so that no editor and no installer takes it for the
environment of this repository, and a fresh clone finds it ready.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from pythons import Python, running_python

HOUSE = Path(__file__).resolve().parent.parent
REQUIREMENTS = HOUSE / "dev" / "requirements.txt"

# Written last: an environment without it was cut off while it was made.
_MARKER = "complete"

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
        _build(python, root)
    return Tools(root)


def _key(python: Python) -> str:
    made_of = REQUIREMENTS.read_bytes() + str(python.path.resolve()).encode()
    return hashlib.sha256(made_of).hexdigest()[:12]


def _is_complete(root: Path) -> bool:
    # The link to an interpreter that was removed since does not exist either.
    return (root / _MARKER).is_file() and _python_of(root).exists()


def _build(python: Python, root: Path) -> None:
    root.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix="building-", dir=root.parent))
    try:
        _fill(python, building)
        _move(building, root)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _fill(python: Python, root: Path) -> None:
    variables = clean_variables()
    subprocess.run((str(python.path), "-m", "venv", str(root)), env=variables, check=True)
    pip = (str(_python_of(root)), "-m", "pip", "--disable-pip-version-check")
    install = ("install", "--quiet", "--require-hashes", "--requirement", str(REQUIREMENTS))
    subprocess.run((*pip, *install), env=variables, check=True)
    (root / _MARKER).touch()


def _move(building: Path, root: Path) -> None:
    """Give a built environment its name.

    Its scripts still carry the old one, which is why everything is run as `python -m NAME`.
    """
    for pause in (0.1, 0.5, 2.0):
        if _is_complete(root):
            return  # another run was faster
        shutil.rmtree(root, ignore_errors=True)
        try:
            building.rename(root)
        except OSError:
            time.sleep(pause)  # on Windows a virus scanner may still read it
        else:
            return
    building.rename(root)


def _python_of(root: Path) -> Path:
    return root / "Scripts" / "python.exe" if os.name == "nt" else root / "bin" / "python"

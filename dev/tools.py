"""The tool environment: the Python packages that the checks need, installed once per Python.

It is in a cache folder outside of the repository, so that no editor or installer takes it for the
environment of this repository, and all clones share it.
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

# Variables of the caller that would make programs use another environment. Without bytecode each
# of the many processes of a run would compile Lockstep, which takes twice as long as a command.
_DROPPED = (
    *("VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH", "UV_PROJECT", "UV_PROJECT_ENVIRONMENT"),
    "PYTHONDONTWRITEBYTECODE",
)


@dataclass(frozen=True)
class Tools:
    """A complete tool environment."""

    root: Path

    @property
    def python(self) -> Path:
        return _python_of(self.root)

    @property
    def uv(self) -> tuple[str, ...]:
        # Not `python -m uv`, because `uv pip` would then change the environment of that Python.
        return (str(self.python.with_name("uv")),)

    def run(self, *arguments: str, cwd: Path = HOUSE, **variables: str) -> int:
        """Run this environment's Python with its output streamed. Returns its exit status."""
        command = (str(self.python), *arguments)
        variables = clean_variables(**variables)
        return subprocess.run(command, cwd=cwd, env=variables, check=False).returncode


def clean_variables(**variables: str) -> dict[str, str]:
    """The variables of this process without those of other environments, and with `variables`."""
    kept = {name: value for name, value in os.environ.items() if name not in _DROPPED}
    return kept | variables


def cache_folder() -> Path:
    """The folder for everything that can be rebuilt; LOCKSTEP_CACHE overrides it."""
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
    """The tool environment of a Python; created first if it does not exist."""
    python = python or running_python()
    root = cache_folder() / "tools" / f"python-{python.name}-{_key(python)}"
    if not _is_complete(root):
        print(f"making the tool environment of Python {python.name} in {root}", flush=True)
        # Its scripts contain the path of the temporary folder, so tools run as `python -m NAME`.
        build(root, partial(_fill, python), _is_complete)
    return Tools(root)


def _key(python: Python) -> str:
    made_of = REQUIREMENTS.read_bytes() + str(python.path.resolve()).encode()
    return hashlib.sha256(made_of).hexdigest()[:12]


def _is_complete(root: Path) -> bool:
    # `exists` is also false if the interpreter that the link leads to was removed.
    return is_built(root) and _python_of(root).exists()


def _fill(python: Python, root: Path) -> None:
    variables = clean_variables()
    subprocess.run((str(python.path), "-m", "venv", str(root)), env=variables, check=True)
    pip = (str(_python_of(root)), "-m", "pip", "--disable-pip-version-check")
    install = ("install", "--quiet", "--require-hashes", "--requirement", str(REQUIREMENTS))
    subprocess.run((*pip, *install), env=variables, check=True)


def _python_of(root: Path) -> Path:
    return root / "Scripts" / "python.exe" if os.name == "nt" else root / "bin" / "python"

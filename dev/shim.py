"""Libraries to be preloaded on Linux: the rules of Windows for held files, and calls that fail."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tools import HOUSE

SOURCES = HOUSE / "tests" / "held"


def has_compiler() -> bool:
    """Whether the shim can be built here."""
    return sys.platform == "linux" and shutil.which("gcc") is not None


def build_shim(folder: Path) -> Path:
    """The rules of Windows, compiled into a folder; the compiler of this machine is needed."""
    return _built("shim", folder)


def build_faults(folder: Path) -> Path:
    """Calls of the system that fail, compiled into a folder in the same way."""
    return _built("faults", folder)


def _built(name: str, folder: Path) -> Path:
    library = folder / f"{name}.so"
    source = SOURCES / f"{name}.c"
    command = ("gcc", "-O1", "-shared", "-fPIC", "-o", str(library), str(source), "-ldl")
    subprocess.run(command, check=True, capture_output=True)
    return library

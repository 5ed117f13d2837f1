"""Compiles the libraries that tests preload on Linux: rules for held files, failing calls."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tools import HOUSE

SOURCES = HOUSE / "tests" / "held"


def has_compiler() -> bool:
    """Whether the libraries can be compiled on this machine."""
    return sys.platform == "linux" and shutil.which("gcc") is not None


def build_shim(folder: Path) -> Path:
    """Compile the library that applies Windows' rules for held files. Returns its path."""
    return _built("shim", folder)


def build_faults(folder: Path) -> Path:
    """Compile the library that makes system calls fail. Returns its path."""
    return _built("faults", folder)


def _built(name: str, folder: Path) -> Path:
    library = folder / f"{name}.so"
    source = SOURCES / f"{name}.c"
    command = ("gcc", "-O1", "-shared", "-fPIC", "-o", str(library), str(source), "-ldl")
    subprocess.run(command, check=True, capture_output=True)
    return library

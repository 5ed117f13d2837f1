"""The rules of Windows for held files, on Linux: a library to be preloaded."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tools import HOUSE

SOURCE = HOUSE / "tests" / "held" / "shim.c"


def has_compiler() -> bool:
    """Whether the shim can be built here."""
    return sys.platform == "linux" and shutil.which("gcc") is not None


def build_shim(folder: Path) -> Path:
    """The shim, compiled into a folder; the compiler of this machine is needed."""
    shim = folder / "shim.so"
    command = ("gcc", "-O1", "-shared", "-fPIC", "-o", str(shim), str(SOURCE), "-ldl")
    subprocess.run(command, check=True, capture_output=True)
    return shim

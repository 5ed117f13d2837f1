"""Finding programs by absolute path: never through the current folder, never in a workspace."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

from . import executable_names


def find_program(name: str, variables: Mapping[str, str], avoid: Sequence[str]) -> str:
    """The first program of that name on PATH that lies below none of the folders to avoid.

    Last comes the folder of the Python that runs us: `pip install lockstep uv` puts uv there.
    Relative entries of PATH are passed over. Empty where there is none.
    """
    beside = os.path.dirname(sys.executable)
    for entry in (*variables.get("PATH", "").split(os.pathsep), beside):
        if not os.path.isabs(entry):
            continue
        for file in executable_names(name):
            path = os.path.join(entry, file)
            if is_program(path) and not is_in_any_folder(path, avoid):
                return path
    return ""


def is_program(path: str) -> bool:
    """Whether a path is a file that can be run."""
    return os.access(path, os.X_OK) and os.path.isfile(path)


def is_in_any_folder(path: str, folders: Sequence[str]) -> bool:
    """Whether a path lies in one of the folders, by the names that the system itself has."""
    real = os.path.normcase(os.path.realpath(path))
    roots = (os.path.normcase(os.path.realpath(folder)) for folder in folders)
    return any(real.startswith(os.path.join(root, "")) for root in roots)

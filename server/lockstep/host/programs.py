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
    avoided = [os.path.realpath(folder) for folder in avoid]
    beside = os.path.dirname(sys.executable)
    for entry in (*variables.get("PATH", "").split(os.pathsep), beside):
        if not os.path.isabs(entry):
            continue
        for file in executable_names(name):
            path = os.path.join(entry, file)
            if os.access(path, os.X_OK) and os.path.isfile(path) and not _below(path, avoided):
                return path
    return ""


def _below(path: str, folders: list[str]) -> bool:
    real = os.path.normcase(os.path.realpath(path))
    return any(real.startswith(os.path.normcase(folder) + os.sep) for folder in folders)

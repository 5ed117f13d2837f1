"""Finds programs by absolute path, never in the current folder and never in a workspace."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

from . import executable_names


def find_program(name: str, variables: Mapping[str, str], avoid: Sequence[str]) -> str:
    """The first program of a name on PATH that this user may run.

    The last folder searched is that of the Python that runs Lockstep, where `pip install lockstep
    uv` puts uv. Relative entries of PATH are skipped.

    Args:
        name: the name without `.exe`.
        variables: the environment variables with PATH.
        avoid: folders in which no program is taken, not even through a link from elsewhere.

    Returns:
        An absolute path, in which links are not resolved; empty if there is none.
    """
    beside = os.path.dirname(sys.executable)
    # Relative entries depend on the current folder, which may be a clone.
    for entry in (*variables.get("PATH", "").split(os.pathsep), beside):
        if not os.path.isabs(entry):
            continue
        for file in executable_names(name):
            path = os.path.join(entry, file)
            if is_program(path) and not is_in_any_folder(path, avoid):
                return path
    return ""


def is_program(path: str) -> bool:
    """Whether a path is a file, or a link to one, that this user may run."""
    return os.access(path, os.X_OK) and os.path.isfile(path)


def is_in_any_folder(path: str, folders: Sequence[str]) -> bool:
    """Whether a path is below one of the folders, after links in both have been resolved.

    False for the folder itself.
    """
    real = os.path.normcase(os.path.realpath(path))
    roots = (os.path.normcase(os.path.realpath(folder)) for folder in folders)
    return any(real.startswith(os.path.join(root, "")) for root in roots)

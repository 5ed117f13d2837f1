"""Detects folders that must not be replaced as a whole: a Python installation, a project, a home.

Such a folder can look like an incomplete environment, and be configured as one by mistake.
"""

from __future__ import annotations

import os
import site

from ..host.existence import exists
from ..host.programs import is_in_any_folder
from ..host.retry import reading

_PROJECT = ("pyproject.toml", ".git")
_LIBRARIES = ("lib", "lib64", "Lib")
_STANDARD = "os.py"


def protection(path: str) -> str:
    """The reason why a folder must not be replaced; empty if there is none.

    Args:
        path: the path of the folder; links are followed.

    Raises:
        OSError: it could not be found out, even after retries.
    """
    project = next((it for it in _PROJECT if exists(os.path.join(path, it))), "")
    if project:
        return f"it contains a project ({project})"
    if _holds_standard_library(path):
        return "it contains a Python installation"
    return "it is or contains a home folder" if _holds_home(path) else ""


def _holds_standard_library(path: str) -> bool:
    """Whether there is a standard library; an environment uses its base's and has none."""
    for library in _LIBRARIES:
        folder = os.path.join(path, library)
        below = (os.path.join(folder, it) for it in _listed(folder) if "py" in it.lower())
        if any(exists(os.path.join(it, _STANDARD)) for it in (folder, *below)):
            return True
    return False


def _listed(folder: str) -> list[str]:
    try:
        return reading(lambda: os.listdir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return []


def _holds_home(path: str) -> bool:
    """Whether a folder is or contains the home folder or the user base of `pip install --user`.

    The user base has all the parts of an environment without pyvenv.cfg.
    """
    real = os.path.normcase(os.path.realpath(path))
    homes = (os.path.expanduser("~"), site.getuserbase())
    return any(
        real == os.path.normcase(os.path.realpath(it)) or is_in_any_folder(it, (path,))
        for it in homes
    )

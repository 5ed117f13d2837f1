"""What no sync may set aside as a whole: an installed Python, a project, somebody's home.

Such a folder may look like an environment in pieces, and be named as one by mistake.
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
    """Why a folder is more than an environment, in words; empty where it is not.

    Raises:
        OSError: the system does not tell.
    """
    project = next((it for it in _PROJECT if exists(os.path.join(path, it))), "")
    if project:
        return f"a project lies in it ({project})"
    if _holds_standard_library(path):
        return "Python itself is installed in it"
    return "it is the home of a user, or holds it" if _holds_home(path) else ""


def _holds_standard_library(path: str) -> bool:
    """An environment has none of its own: its Python takes that of the base."""
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
    """Also the place of what `pip install --user` installs, which has all parts of one."""
    real = os.path.normcase(os.path.realpath(path))
    homes = (os.path.expanduser("~"), site.getuserbase())
    return any(
        real == os.path.normcase(os.path.realpath(it)) or is_in_any_folder(it, (path,))
        for it in homes
    )

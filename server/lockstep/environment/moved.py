"""Detects an environment that was moved or copied after its creation.

Its scripts begin with the path of its interpreter, and `activate` contains its path; both are fixed
at creation (uv#18196), so that a moved environment runs the old one. They are read, never run.
"""

from __future__ import annotations

import os
import re

from .. import host
from ..host.existence import is_reachable
from ..host.named_paths import may_be_looked_at
from ..host.shared_open import open_shared
from ..model.installed import Environment
from .links import is_same_place

_PATH = r"(/[^'\"\n]*|[A-Za-z]:[\\/][^'\"\n]*)"
_ACTIVATE = re.compile(
    rf"^\s*(?:export +)?VIRTUAL_ENV=(?:\$\(cygpath +(?:-\w +)?)?(['\"]?){_PATH}\1\)?\s*$",
    re.MULTILINE,
)
_SHEBANG = re.compile(r"^#!(?:/bin/sh\n'''exec' )?[\"']?(/[^\"'\n]+)/bin/python[\d.]*[\"' \n]")
_LONGEST_ACTIVATE, _LONGEST_SHEBANG = 4096, 512
_MOST_SCRIPTS = 3
_NO_SCRIPTS = ("activate", "python", "pip", "deactivate", "pydoc")

Stamp = tuple[int, int, str]


class MovedEnvironments:
    """Detects moved environments; caches the answer until the folder of scripts changes."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Stamp, str]] = {}

    def look_at(self, environment: Environment) -> Environment:
        """The environment, with `moved_from` set if its scripts name another folder.

        Returned unchanged if it is not sound, was made for another system, has no interpreter, or
        its folder of scripts cannot be examined.

        Raises:
            OSError: whether the other folder exists could not be found out.
        """
        if environment.state != "sound" or environment.made_for or not environment.interpreter:
            return environment
        folder = os.path.dirname(environment.interpreter)
        try:
            found = os.stat(folder)
        except OSError:
            return environment
        # With the real path: a moved folder keeps its time and its inode.
        stamp = found.st_mtime_ns, found.st_ino, os.path.realpath(environment.path)
        known = self._known.get(environment.path)
        if known is None or known[0] != stamp:
            known = stamp, _made_in(environment, folder)
            self._known[environment.path] = known
        return environment._replace(moved_from=known[1])


def _made_in(environment: Environment, folder: str) -> str:
    """The other folder named by `activate`, or else by a script; empty if it is this folder."""
    values = environment.cfg.values if environment.cfg else {}
    if values.get("relocatable", "").lower() == "true":
        return ""  # of `uv venv --relocatable`: its scripts work in any folder
    activate = _ACTIVATE.search(_start(os.path.join(folder, "activate"), _LONGEST_ACTIVATE))
    if activate is not None:
        return activate[2] if _is_elsewhere(activate[2], environment) else ""
    if host.machine().os_name == "nt":
        return ""  # scripts are programs there, and begin with no `#!` line
    for path in _scripts(folder):
        shebang = _SHEBANG.match(_start(path, _LONGEST_SHEBANG))
        if shebang is not None and _is_elsewhere(shebang[1], environment):
            # A package's script may be for any Python, so the other folder must be an environment,
            # or be gone.
            is_gone = not is_reachable(shebang[1])
            if is_gone or is_reachable(os.path.join(shebang[1], "pyvenv.cfg")):
                return shebang[1]
    return ""


def _is_elsewhere(path: str, environment: Environment) -> bool:
    """Whether a path is another folder than the environment's; False for paths on a share."""
    is_named = may_be_looked_at(path, environment.path)
    return is_named and not is_same_place(path, environment.path)


def _scripts(folder: str) -> list[str]:
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return []
    wanted = [it for it in names if not it.lower().startswith(_NO_SCRIPTS)]
    return [os.path.join(folder, it) for it in wanted[:_MOST_SCRIPTS]]


def _start(path: str, length: int) -> str:
    try:
        with open(path, "rb", opener=open_shared) as file:
            return file.read(length).decode("utf-8", "replace")
    except OSError:
        return ""

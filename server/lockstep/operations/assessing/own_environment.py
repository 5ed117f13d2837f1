"""Refuses a change of the environment that Lockstep itself runs from, as with `uv run lockstep`.

Other packages can change below a running program, which has read its own modules or finds those of
the same version. Its own interpreter and its own package cannot.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Set

from ...errors import Refused
from ...model.paths import is_below

# The names under which this package is installed.
_OWN = frozenset({"lockstep", "lockstep-env"})


def refuse_own_change(root: str, command: str, changed: Set[str] | None = None) -> None:
    """Refuse a change that would remove the interpreter or the package of this program.

    Args:
        root: the path of the environment.
        command: the words of the command line, for the hint.
        changed: the names of packages that change; None if the whole environment is replaced or
            deleted.

    Raises:
        Refused: this program runs from the environment, and would be removed.
    """
    if not runs_from(root) or (changed is not None and not changed & _OWN):
        return
    what = "Lockstep itself runs out of this environment"
    raise Refused(what, f"use one that is installed elsewhere: `uvx lockstep-env {command}`")


def runs_from(root: str) -> bool:
    """Whether this program is in an environment, by its interpreter or by its package."""
    real = os.path.realpath(root)
    return os.path.realpath(sys.prefix) == real or is_below(os.path.realpath(__file__), real)

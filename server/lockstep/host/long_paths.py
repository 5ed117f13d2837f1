r"""Paths longer than Windows takes where nobody has allowed that: 260 characters.

Installers write such paths all the same, with the prefix `\\?\` that turns the limit off.
"""

from __future__ import annotations

import os
import sys

_LONG = 240
_PREFIX = "\\\\?\\"

if sys.platform == "win32":

    def extended(path: str) -> str:
        """The path in the form in which the system takes it, however long it is."""
        if len(path) < _LONG or path.startswith(_PREFIX):
            return path
        path = os.path.abspath(path)
        return f"{_PREFIX}UNC\\{path[2:]}" if path.startswith("\\\\") else f"{_PREFIX}{path}"

else:

    def extended(path: str) -> str:
        """The path as it is: only Windows has such a limit."""
        return path

r"""Paths beyond Windows' limit of 260 characters (MAX_PATH).

Installers create such paths by the prefix `\\?\`, which turns the limit off, so the same prefix is
needed to read them where long paths are not enabled in the registry.
"""

from __future__ import annotations

import os
import sys

_LONG = 240
_PREFIX = "\\\\?\\"

if sys.platform == "win32":

    def extended(path: str) -> str:
        """The path in a form that Windows opens.

        A path of 240 or more characters is made absolute and gets the prefix; others are unchanged.
        """
        if len(path) < _LONG or path.startswith(_PREFIX):
            return path
        path = os.path.abspath(path)
        return f"{_PREFIX}UNC\\{path[2:]}" if path.startswith("\\\\") else f"{_PREFIX}{path}"

else:

    def extended(path: str) -> str:
        """The path unchanged: only Windows has this limit."""
        return path

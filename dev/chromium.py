"""Finds the installed browser in which the tests run VS Code; nothing is downloaded."""

from __future__ import annotations

import os
import shutil

from built import Missing

_NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str:
    """The path of the browser; LOCKSTEP_CHROMIUM overrides the search.

    Raises:
        Missing: no browser was found.
    """
    chosen = os.environ.get("LOCKSTEP_CHROMIUM")
    found = (shutil.which(name) for name in ([chosen] if chosen else _NAMES))
    path = next(filter(None, found), None)
    if path is None:
        raise Missing(f"no browser was found: {chosen or ', '.join(_NAMES)}")
    return path

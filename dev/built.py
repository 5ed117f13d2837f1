"""Builds folders of the cache atomically: each is complete, or does not exist."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

# Written last: a folder without it is incomplete.
_MARKER = "complete"


class Missing(Exception):
    """This machine lacks something that cannot be installed from here."""


def is_built(root: Path) -> bool:
    """Whether a build in this folder was completed."""
    return (root / _MARKER).is_file()


def build(root: Path, fill: Callable[[Path], None], is_good: Callable[[Path], bool]) -> None:
    """Build with `fill` in a temporary folder, then rename that to `root`.

    If another process has built it by then, `is_good(root)` is true and its result is kept.
    """
    root.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix="building-", dir=root.parent))
    try:
        fill(building)
        (building / _MARKER).touch()
        _name(building, root, is_good)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _name(building: Path, root: Path, is_good: Callable[[Path], bool]) -> None:
    for pause in (0.1, 0.5, 2.0):
        if is_good(root):
            return  # another process was faster
        shutil.rmtree(root, ignore_errors=True)
        try:
            building.rename(root)
        except OSError:
            time.sleep(pause)  # on Windows an antivirus program may still have it open
        else:
            return
    building.rename(root)

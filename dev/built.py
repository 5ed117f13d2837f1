"""What is made once and kept in the cache folder: wholly there, or not there at all."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

# Written last: what lacks it was cut off while it was made.
_MARKER = "complete"


class Missing(Exception):
    """What this machine does not have and nothing here can bring."""


def is_built(root: Path) -> bool:
    """Whether it was made to its end."""
    return (root / _MARKER).is_file()


def build(root: Path, fill: Callable[[Path], None], is_good: Callable[[Path], bool]) -> None:
    """Make it in a folder beside, and give that its name when it is finished."""
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
            return  # another run was faster
        shutil.rmtree(root, ignore_errors=True)
        try:
            building.rename(root)
        except OSError:
            time.sleep(pause)  # on Windows a virus scanner may still read it
        else:
            return
    building.rename(root)

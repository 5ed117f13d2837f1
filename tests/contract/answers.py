"""One case, tried in a folder of its own."""

from __future__ import annotations

import tempfile
from pathlib import Path

from lockstep.host.own_host import own_host

from .cases import Place
from .places import CASES


def answer(name: str, folder: Path, elsewhere: Path) -> str:
    """What the host of this platform does in this case."""
    own = Path(tempfile.mkdtemp(prefix="cäse ", dir=folder))
    there = Path(tempfile.mkdtemp(prefix="case ", dir=elsewhere))
    return CASES[name](Place(own_host(), own, there))

"""Runs one case in a new folder."""

from __future__ import annotations

import tempfile
from pathlib import Path

from lockstep.host.own_host import own_host

from .all_cases import CASES
from .state_cases import Setup


def run_case(name: str, folder: Path, elsewhere: Path) -> str:
    """Run a case on the host of this platform; its result in one word or phrase."""
    own = Path(tempfile.mkdtemp(prefix="cäse ", dir=folder))
    second_folder = Path(tempfile.mkdtemp(prefix="case ", dir=elsewhere))
    return CASES[name](Setup(own_host(), own, second_folder))

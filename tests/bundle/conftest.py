"""Creates the bundle beside the server, as `npm run bundle` does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ..oracle.machine import pythons
from .traps import Traps, set_traps

COVERED = ("3.10", "3.11", "3.12", "3.13")
HOUSE = Path(__file__).resolve().parents[2]

# The scripts in dev/ import each other by bare names, and so do their tests. Last, because `test`
# is also the name of a package of the standard library.
sys.path.append(str(HOUSE / "dev"))


@pytest.fixture(scope="session")
def libraries() -> Path:
    """`server/libs`, up to date; the first run downloads its wheels."""
    subprocess.run((sys.executable, str(HOUSE / "dev" / "bundle.py")), check=True)
    return HOUSE / "server" / "libs"


@pytest.fixture
def traps(tmp_path: Path, libraries: Path) -> Traps:
    assert libraries.is_dir()
    return set_traps(tmp_path)


@pytest.fixture(params=COVERED)
def python(request: pytest.FixtureRequest) -> Path:
    found = pythons().get(request.param)
    if found is None and os.environ.get("CI") == "true":
        pytest.fail(f"Python {request.param} is not on this machine")
    return found or pytest.skip(f"Python {request.param} is not here, so NOTHING WAS TESTED on it")

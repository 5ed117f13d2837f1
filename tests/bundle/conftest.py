"""The bundle beside the server, made as `npm run bundle` makes it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]

# The scripts of the house import each other by bare names, and so do their tests. Last, because
# one of them is named `test`, as a package of the standard library is.
sys.path.append(str(HOUSE / "dev"))


@pytest.fixture(scope="session")
def libraries() -> Path:
    """`server/libs`, up to date; the first time its wheels are downloaded."""
    subprocess.run((sys.executable, str(HOUSE / "dev" / "bundle.py")), check=True)
    return HOUSE / "server" / "libs"

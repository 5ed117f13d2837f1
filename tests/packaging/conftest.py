"""A VSIX made as `npm run package` makes it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]

# The scripts of the house import each other by bare names, and so do their tests. Last, because
# one of them is named `test`, as a package of the standard library is.
sys.path.append(str(HOUSE / "dev"))


@pytest.fixture(scope="session")
def vsix() -> Iterator[zipfile.ZipFile]:
    subprocess.run((sys.executable, str(HOUSE / "dev" / "package.py")), check=True)
    (made,) = (HOUSE / "build").glob("lockstep-*.vsix")
    with zipfile.ZipFile(made) as archive:
        yield archive

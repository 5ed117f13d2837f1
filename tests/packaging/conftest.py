"""Creates a VSIX as `npm run package` does."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]

# The scripts in dev/ import each other by bare names, and so do their tests. Last, because `test`
# is also the name of a package of the standard library.
sys.path.append(str(HOUSE / "dev"))


@pytest.fixture(scope="session")
def vsix() -> Iterator[zipfile.ZipFile]:
    subprocess.run((sys.executable, str(HOUSE / "dev" / "package.py")), check=True)
    (made,) = (HOUSE / "build").glob("lockstep-*.vsix")
    with zipfile.ZipFile(made) as archive:
        yield archive

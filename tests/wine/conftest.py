"""Wine as Windows, and a sandbox for each test; without Wine, tests are skipped with a reason."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..skips import skip_unless_ci
from .sandbox import Sandbox

HOUSE = Path(__file__).resolve().parents[2]
# The scripts in dev/ import each other by bare names. Last, because `test` is also the name of a
# package of the standard library.
sys.path.append(str(HOUSE / "dev"))

from built import Missing  # noqa: E402 - only found from here on
from wine import Wine, ensure_wine  # noqa: E402 - only found from here on


@pytest.fixture(scope="session")
def wine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wine]:
    try:
        found = ensure_wine().copied(tmp_path_factory.mktemp("wine") / "prefix")
    except Missing as missing:
        reason = f"{missing}: NOTHING OF WINDOWS WAS TESTED"
        skip_unless_ci(reason, even_in_ci=sys.platform != "linux")
    subprocess.run((sys.executable, str(HOUSE / "dev" / "bundle.py")), check=True)
    yield found
    found.end()


@pytest.fixture
def sandbox(tmp_path: Path, wine: Wine) -> Iterator[Sandbox]:
    sandbox = Sandbox(tmp_path / "prö ject", wine)
    yield sandbox
    sandbox.close()

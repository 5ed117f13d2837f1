"""A lab for each test; where it cannot be built that is said loudly."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..untested import untested
from .lab import Lab

# The scripts of the house, by bare names. Last, because one of them is named as a package of the
# standard library is.
sys.path.append(str(Path(__file__).parents[2] / "dev"))


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from shim import build_shim, has_compiler

    if not has_compiler():
        reason = "gcc on Linux is needed to build the shim: NO HELD FILE WAS TESTED"
        untested(reason, may_lack=sys.platform != "linux")
    return build_shim(tmp_path_factory.mktemp("shim"))


@pytest.fixture
def lab(tmp_path: Path, shim: Path) -> Iterator[Lab]:
    lab = Lab(tmp_path / "prö ject", shim)
    yield lab
    lab.close()

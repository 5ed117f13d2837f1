"""Projects for the tests; where the shim cannot be built, tests are skipped with a reason."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..skips import skip_unless_ci
from .demo_project import DemoProject
from .sandbox import Sandbox

# The scripts in dev/ are imported by bare names. Last, because one of them has the name of a
# package of the standard library.
sys.path.append(str(Path(__file__).parents[2] / "dev"))


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from shim import build_shim, has_compiler

    if not has_compiler():
        reason = "gcc on Linux is needed to build the shim: NO HELD FILE WAS TESTED"
        skip_unless_ci(reason, even_in_ci=sys.platform != "linux")
    return build_shim(tmp_path_factory.mktemp("shim"))


@pytest.fixture
def sandbox(tmp_path: Path, shim: Path) -> Iterator[Sandbox]:
    sandbox = Sandbox(tmp_path / "prö ject", shim)
    yield sandbox
    sandbox.close()


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[DemoProject]:
    demo = DemoProject(tmp_path)
    yield demo
    demo.close()

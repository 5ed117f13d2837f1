"""The server that is tested here is the bundled one, so the bundle must be there."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..bundle.conftest import libraries

__all__ = ["libraries"]


@pytest.fixture(autouse=True)
def bundled(libraries: Path) -> None:
    assert libraries.is_dir()

"""The server that is tested here is the bundled one, so the bundle must be there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ..bundle.conftest import libraries
from .shelf import Shelf
from .slow import Slow

__all__ = ["libraries"]


@pytest.fixture(autouse=True)
def bundled(libraries: Path) -> None:
    assert libraries.is_dir()


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "shelf")


@pytest.fixture
def slow(shelf: Shelf) -> Iterator[Slow]:
    found = Slow(shelf, "shelved==1.0")
    yield found
    found.close()

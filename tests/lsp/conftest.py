"""The server that is tested here is the bundled one, so the bundle must be there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ..bundle.conftest import libraries
from .projects import make_project, packages_of
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


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """In step, with a file that can be held."""
    project = make_project(tmp_path / "app", "idna-3.10", "six-1.17.0")
    (packages_of(project) / "six.py").write_text("six = 6\n")
    return project

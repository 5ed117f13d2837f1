"""Builds the bundle first: the tests in this folder start the bundled server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ..bundle.conftest import libraries
from .project_factory import ProjectFactory
from .projects import make_project, packages_of
from .slow_build import SlowBuild

__all__ = ["libraries"]


@pytest.fixture(autouse=True)
def bundled(libraries: Path) -> None:
    assert libraries.is_dir()


@pytest.fixture
def factory(tmp_path: Path) -> ProjectFactory:
    return ProjectFactory(tmp_path / "uv")


@pytest.fixture
def slow(factory: ProjectFactory) -> Iterator[SlowBuild]:
    found = SlowBuild(factory, "shelved==1.0")
    yield found
    found.close()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project in step; its `six.py` has content, so a process can map it."""
    project = make_project(tmp_path / "app", "idna-3.10", "six-1.17.0")
    (packages_of(project) / "six.py").write_text("six = 6\n")
    return project

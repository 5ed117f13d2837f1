"""An environment with one installed package and a correct RECORD."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.environments import make_environment
from tests.installed_package import install

FILES = {
    "one/__init__.py": "1\n",
    "one/Größe.py": "2\n",
    "one/empty.py": "",
    "../../../bin/one": "x",
}


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    return make_environment(tmp_path / "the ünv")


@pytest.fixture
def one(packages: Path) -> Path:
    return install(packages, "one-1.0", FILES)

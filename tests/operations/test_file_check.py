"""Missing files of packages, found in the inventory of an environment instead of on disk."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from lockstep.aside.inventory import take_inventory
from lockstep.environment.scan import scan
from lockstep.environment.state import look_at
from lockstep.model.installed import Environment
from lockstep.operations.assessing.file_check import FileCheck
from tests.environments import make_environment
from tests.installed_package import install


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An environment with two sound packages; one has a script and bytecode."""
    folder = tmp_path / "the ünv"
    packages = make_environment(folder)
    files = {"one/__init__.py": "1", "one/sub/x.py": "2", "../../../bin/one": "x", "top.py": ""}
    install(packages, "one-1.0", {**files, "one/__pycache__/x.cpython-312.pyc": "3"})
    install(packages, "two-1.0", {"two/data.txt": "2"})
    return folder


def missing_files(root: Path) -> dict[str, frozenset[str]]:
    environment = look_at(str(root))
    environment = environment._replace(distributions=scan(environment.site_packages).distributions)
    return _missing_by_inventory(environment, root)


def _missing_by_inventory(environment: Environment, root: Path) -> dict[str, frozenset[str]]:
    check = FileCheck()
    check.begin(environment, take_inventory(os.path.realpath(root)))
    return dict(check.lacking(()))


def test_no_file_is_missing(root: Path) -> None:
    assert missing_files(root) == {}


@pytest.mark.parametrize("path", ["one/sub/x.py", "top.py", "../../../bin/one"])
def test_one_file_is_missing(root: Path, path: str) -> None:
    (packages,) = look_at(str(root)).site_packages
    (Path(packages) / path).unlink()
    assert missing_files(root) == {"one": {path}}


def test_missing_bytecode_is_accepted(root: Path) -> None:
    for path in root.rglob("*.pyc"):
        path.unlink()
    assert missing_files(root) == {}


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_linked_folder_and_a_linked_environment(root: Path, tmp_path: Path) -> None:
    (packages,) = look_at(str(root)).site_packages
    kept = tmp_path / "elsewhere"
    (Path(packages) / "two").rename(kept)
    (Path(packages) / "two").symlink_to(kept)
    link = tmp_path / "link"
    link.symlink_to(root)
    assert missing_files(link) == {}
    (kept / "data.txt").unlink()
    assert missing_files(link) == {"two": {"two/data.txt"}}

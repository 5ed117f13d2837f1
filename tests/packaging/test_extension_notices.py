"""The npm packages that the files of a bundle belong to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extension_notices import packages_of

from .conftest import HOUSE


def write_package(package: Path, license_name: str) -> Path:
    package.mkdir(parents=True)
    about = {"name": package.name, "version": "1", "license": license_name}
    (package / "package.json").write_text(json.dumps(about), encoding="utf-8")
    (package / "License.txt").write_text("do as you like\n", encoding="utf-8")
    return package


def names_of(*sources: Path) -> list[str]:
    return [it.name for it in packages_of(sources)]


def test_a_package_is_listed_once(tmp_path: Path) -> None:
    package = write_package(tmp_path / "node_modules" / "a", "MIT")
    assert names_of(package / "one.js", package / "lib" / "two.js") == ["a"]


def test_packages_with_a_scope_and_packages_of_packages(tmp_path: Path) -> None:
    scoped = write_package(tmp_path / "node_modules" / "@s" / "b", "ISC")
    inner = write_package(scoped / "node_modules" / "c", "MIT")
    assert names_of(scoped / "x.js", inner / "x.js") == ["b", "c"]


def test_our_own_code_is_no_package() -> None:
    assert names_of(HOUSE / "extension" / "src" / "main.ts") == []


def test_other_licenses_are_refused(tmp_path: Path) -> None:
    package = write_package(tmp_path / "node_modules" / "a", "GPL-3.0-only")
    with pytest.raises(SystemExit, match="not on the list"):
        names_of(package / "x.js")

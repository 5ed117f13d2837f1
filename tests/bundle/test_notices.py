"""Licenses: a package with an unknown license is not bundled."""

from __future__ import annotations

from pathlib import Path

import pytest

from notices import bundled, notices


def write_package(folder: Path, terms: str, license_file: str = "LICENSE") -> Path:
    dist_info = folder / "x-1.dist-info"
    dist_info.mkdir(parents=True)
    (dist_info / "METADATA").write_text(f"Name: x\nVersion: 1\n{terms}\n", encoding="utf-8")
    (dist_info / license_file).write_text("do as you like\r\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "terms",
    [
        "License-Expression: MIT",
        "License: MIT",
        "Classifier: Typing :: Typed\nClassifier: License :: OSI Approved :: MIT License",
    ],
)
def test_every_form_of_a_license_is_read(tmp_path: Path, terms: str) -> None:
    (found,) = bundled([write_package(tmp_path, terms)])
    assert str(found) == "x 1: MIT"
    assert found.texts == ("do as you like\n",)


@pytest.mark.parametrize("terms", ["License-Expression: GPL-3.0-only", "License: custom", ""])
def test_other_licenses_are_refused(tmp_path: Path, terms: str) -> None:
    with pytest.raises(SystemExit, match="not on the list"):
        bundled([write_package(tmp_path, terms)])


def test_a_license_without_its_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="not on the list"):
        bundled([write_package(tmp_path, "License: MIT", license_file="top_level.txt")])


def test_a_distribution_for_several_targets_is_listed_once(tmp_path: Path) -> None:
    folders = [write_package(tmp_path / name, "License: MIT") for name in ("a", "b")]
    assert notices(bundled(folders)).count("do as you like") == 1

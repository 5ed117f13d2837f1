"""The host of this platform, in this process; `tests/wine` runs the same cases under Wine."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from .all_cases import CASES, ELSEWHERE
from .case_runner import run_case
from .expected import EXPECTED


def another_volume(here: Path) -> Path | None:
    """A writable folder on another volume; None if there is none."""
    drives = (Path(f"{it}:/") for it in "CDEFG") if os.name == "nt" else (Path("/dev/shm"),)
    found = (it for it in drives if it.is_dir() and os.access(it, os.W_OK))
    return next((it for it in found if it.stat().st_dev != here.stat().st_dev), None)


@pytest.mark.parametrize("name", CASES)
def test_the_host_keeps_the_contract(name: str, tmp_path: Path) -> None:
    elsewhere = another_volume(tmp_path)
    if elsewhere is None and name.endswith(ELSEWHERE):
        pytest.skip("this machine has no second volume")
    assert run_case(name, tmp_path, elsewhere or tmp_path) in EXPECTED[name].here()


def test_every_case_has_an_expected_result() -> None:
    assert sorted(EXPECTED) == sorted(CASES)

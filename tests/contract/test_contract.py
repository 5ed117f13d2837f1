"""The host of this platform, in this process; under Wine the same cases run in `tests/wine`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from .answers import answer
from .expected import EXPECTED
from .places import CASES, ELSEWHERE


def another_volume(here: Path) -> Path | None:
    """A folder on a volume that is not the one of another folder."""
    drives = (Path(f"{it}:/") for it in "CDEFG") if os.name == "nt" else (Path("/dev/shm"),)
    found = (it for it in drives if it.is_dir() and os.access(it, os.W_OK))
    return next((it for it in found if it.stat().st_dev != here.stat().st_dev), None)


@pytest.mark.parametrize("name", CASES)
def test_the_host_keeps_the_contract(name: str, tmp_path: Path) -> None:
    elsewhere = another_volume(tmp_path)
    if elsewhere is None and name.endswith(ELSEWHERE):
        pytest.skip("this machine has no second volume")
    assert answer(name, tmp_path, elsewhere or tmp_path) in EXPECTED[name].here()


def test_every_case_has_its_answers() -> None:
    assert sorted(EXPECTED) == sorted(CASES)

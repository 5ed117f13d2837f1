"""The pictures in tests/cases/drift: findings at their places, and changes.

`pytest tests/drift --update` rewrites them; review the diff.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from lockstep.model.finding import CODES
from tests.picture_projects import check
from tests.pictures import pictures

CASES = Path(__file__).parents[1] / "cases" / "drift"


@pytest.mark.usefixtures("simulated_linux")
@pytest.mark.parametrize("path", pictures(CASES), ids=lambda path: path.stem)
def test_picture(path: Path, tmp_path: Path, update: bool) -> None:  # noqa: FBT001 - a fixture
    text = path.read_text(encoding="utf-8")
    drawn = check(text, tmp_path)
    if update:
        path.write_text(drawn, encoding="utf-8", newline="\n")
    else:
        assert drawn == text


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_in_a_picture(code: str) -> None:
    texts = [path.read_text(encoding="utf-8") for path in pictures(CASES)]
    assert any(f" {code}: " in text for text in texts)

"""Every picture in tests/cases/uv: what uv said, and what people are told of it.

The texts were taken from real runs, with other paths and hosts; those of Windows are put together
from what uv and the system say there.
`pytest tests/installers --update` draws them anew; the difference in git then wants to be read.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from lockstep.installers.uv.failure import explain, meaningful
from tests.pictures import draw, parse, pictures

CASES = Path(__file__).parents[1] / "cases" / "uv"


@pytest.mark.parametrize("path", pictures(CASES), ids=lambda path: path.stem)
def test_picture(path: Path, update: bool) -> None:  # noqa: FBT001 - a fixture
    text = path.read_text(encoding="utf-8")
    picture = parse(text)
    (said,) = picture.sections
    told = [explain(said.text), "", *meaningful(said.text).splitlines()]
    drawn = draw(picture, (), told)
    if update:
        path.write_text(drawn, encoding="utf-8", newline="\n")
    else:
        assert drawn == text

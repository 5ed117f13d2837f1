"""The golden files in tests/cases/uv: an output of uv, and the message made of it.

The outputs are from real runs, with other paths and hosts; those of Windows are composed of texts
that uv and Windows print. `pytest tests/installers --update` rewrites the messages; review the
diff.
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
    (output,) = picture.sections
    expected = [explain(output.text), "", *meaningful(output.text).splitlines()]
    drawn = draw(picture, (), expected)
    if update:
        path.write_text(drawn, encoding="utf-8", newline="\n")
    else:
        assert drawn == text

"""Unpacking wheels: files are written below the folder only."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from unpack import unpack

OUTSIDE = [
    "../out.py",
    "inner/../../out.py",
    "/out.py",
    "//server/out.py",
    "C:/out.py",
    "C:out.py",
    "inner\\..\\..\\out.py",
    "inner/./out.py",
    "inner//out.py",
    "out.py:stream",
    "out.py.",
    "out .py ",
]


def wheel_of(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            # A ZipInfo keeps a backslash, which a plain name would lose on Windows.
            entry = zipfile.ZipInfo()
            entry.filename = name
            archive.writestr(entry, name)
    return content.getvalue()


def written(folder: Path) -> list[str]:
    return sorted(it.relative_to(folder).as_posix() for it in folder.rglob("*") if it.is_file())


def test_files_are_written_to_their_places(tmp_path: Path) -> None:
    unpack("x.whl", wheel_of("x/__init__.py", "x/deep/.hidden", "x-1.dist-info/METADATA"), tmp_path)
    assert written(tmp_path) == ["x-1.dist-info/METADATA", "x/__init__.py", "x/deep/.hidden"]
    assert (tmp_path / "x" / "__init__.py").read_text() == "x/__init__.py"


@pytest.mark.parametrize("name", OUTSIDE)
def test_nothing_is_written_outside(tmp_path: Path, name: str) -> None:
    with pytest.raises(SystemExit, match="not a plain path"):
        unpack("x.whl", wheel_of(name), tmp_path / "deep" / "inside")
    assert written(tmp_path) == []


def test_files_that_need_an_installer_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="only an installer"):
        unpack("x.whl", wheel_of("x-1.data/scripts/x"), tmp_path)


def test_two_wheels_cannot_have_one_file(tmp_path: Path) -> None:
    unpack("x.whl", wheel_of("x.py"), tmp_path)
    with pytest.raises(SystemExit, match="two wheels"):
        unpack("y.whl", wheel_of("x.py"), tmp_path)

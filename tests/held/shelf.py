"""A project on wheels made by hand, without a shim: the rules here are those of every platform."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..oracle.shelf import write_wheel
from .lab import Lab


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder of wheels: two packages that share a file, and one in two versions."""
    wheels = tmp_path / "wheels"
    for name in ("one", "two"):
        more = {"joint/both.py": "of both", f"{name}.txt": name}
        write_wheel(wheels, name, "1.0", more=more)
    for version in ("1.0", "2.0"):
        write_wheel(wheels, "three", version, more={"parts/a.py": version})
    return wheels


@pytest.fixture
def home(tmp_path: Path, shelf: Path) -> Lab:
    """The project; nothing is installed yet."""
    lab = Lab(tmp_path / "demo", Path("no shim"))
    lab.more = f'\n[tool.uv]\nno-index = true\nfind-links = ["{shelf.as_posix()}"]\n'
    return lab


def lockstep(lab: Lab, *arguments: str, status: int = 0) -> str:
    """Run Lockstep; its outcome."""
    ended = lab.lockstep_freely(*arguments)
    assert ended.status == status, ended.out + ended.err
    return str(ended.json["message"])

"""A project on hand-made wheels, without the shim: these rules hold on every platform."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..oracle.handmade_packages import write_wheel
from .sandbox import Sandbox


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    """A folder of wheels: two packages that share a file, and one in two versions."""
    wheels = tmp_path / "wheels"
    for name in ("one", "two"):
        more = {"joint/both.py": "of both", f"{name}.txt": name}
        write_wheel(wheels, name, "1.0", more=more)
    for version in ("1.0", "2.0"):
        write_wheel(wheels, "three", version, more={"parts/a.py": version})
    return wheels


@pytest.fixture
def demo(tmp_path: Path, wheels: Path) -> Sandbox:
    """The project; nothing is installed in it yet."""
    sandbox = Sandbox(tmp_path / "demo", Path("no shim"))
    sandbox.manifest_tail = f'\n[tool.uv]\nno-index = true\nfind-links = ["{wheels.as_posix()}"]\n'
    return sandbox


def lockstep(sandbox: Sandbox, *arguments: str, status: int = 0) -> str:
    """Run Lockstep and check its exit status; the message of its outcome."""
    result = sandbox.plain_lockstep(*arguments)
    assert result.status == status, result.out + result.err
    return str(result.json["message"])

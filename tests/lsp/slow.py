"""A package whose build waits at a gate, so that a sync can be looked at in its middle."""

from __future__ import annotations

import asyncio
import os

from .editor import PATIENCE
from .project_factory import ProjectFactory

MANIFEST = """\
[project]
name = "slow"
version = "1.0"
requires-python = ">=3.10"

[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
"""
BACKEND = """\
import os, pathlib, zipfile

HERE = pathlib.Path(__file__).parent
FILES = {
    "slow.py": "",
    "slow-1.0.dist-info/METADATA": "Metadata-Version: 2.1\\nName: slow\\nVersion: 1.0\\n",
    "slow-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
}

def build_wheel(folder, *settings):
    (HERE / "begun").write_text(f"{os.getpid()}")
    assert os.read(os.open(HERE / "gate", os.O_RDONLY), 4) == b"open"
    name = "slow-1.0-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(folder, name), "w") as archive:
        for path, text in FILES.items():
            archive.writestr(path, text)
        record = "".join(f"{path},,\\n" for path in FILES) + "slow-1.0.dist-info/RECORD,,\\n"
        archive.writestr("slow-1.0.dist-info/RECORD", record)
    return name
"""
# Without isolation it is built last, when everything else is installed already.
SOURCE = """\
no-build-isolation-package = ["slow"]

[tool.uv.sources]
slow = { path = "slow" }
"""


class Slow:
    """A project that depends on it; both ends of its build are pipes, so nobody polls or sleeps."""

    def __init__(self, factory: ProjectFactory, *dependencies: str, name: str = "demo") -> None:
        folder = factory.folder / name / "slow"
        folder.mkdir(parents=True)
        (folder / "pyproject.toml").write_text(MANIFEST, encoding="utf-8")
        (folder / "backend.py").write_text(BACKEND, encoding="utf-8")
        for name in ("begun", "gate"):
            os.mkfifo(folder / name)
        # Both ends of the gate, so that it can be opened before anybody waits there.
        self._gate = os.open(folder / "gate", os.O_RDWR)
        self._begun = os.open(folder / "begun", os.O_RDONLY | os.O_NONBLOCK)
        self.project = folder.parent
        factory.write(self.project, "slow", *dependencies, more=SOURCE)
        factory.uv(self.project, "lock")

    async def begun(self) -> int:
        """Wait until the build has begun; the pid of the process that builds."""
        heard = asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.add_reader(self._begun, heard.set)
        try:
            await asyncio.wait_for(heard.wait(), PATIENCE)
        finally:
            loop.remove_reader(self._begun)
        return int(os.read(self._begun, 20))

    def open_gate(self) -> None:
        """Let the build go on."""
        os.write(self._gate, b"open")

    def close(self) -> None:
        """Let go of the pipes."""
        os.close(self._begun)
        os.close(self._gate)

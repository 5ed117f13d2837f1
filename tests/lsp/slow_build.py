"""A package with a build that blocks, so that a test can act in the middle of a sync."""

from __future__ import annotations

import asyncio
import os

from .editor import TIMEOUT
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
# Without isolation this package is built after all others are installed.
SOURCE = """\
no-build-isolation-package = ["slow"]

[tool.uv.sources]
slow = { path = "slow" }
"""


class SlowBuild:
    """A project that depends on it; the build reports and blocks through named pipes."""

    def __init__(self, factory: ProjectFactory, *dependencies: str, name: str = "demo") -> None:
        folder = factory.folder / name / "slow"
        folder.mkdir(parents=True)
        (folder / "pyproject.toml").write_text(MANIFEST, encoding="utf-8")
        (folder / "backend.py").write_text(BACKEND, encoding="utf-8")
        for name in ("begun", "gate"):
            os.mkfifo(folder / name)
        # Opened for both directions, so that opening does not wait for the build.
        self._gate = os.open(folder / "gate", os.O_RDWR)
        self._begun = os.open(folder / "begun", os.O_RDONLY | os.O_NONBLOCK)
        self.project = folder.parent
        factory.write_manifest(self.project, "slow", *dependencies, more=SOURCE)
        factory.uv(self.project, "lock")

    async def wait_for_build(self) -> int:
        """Wait until the build has started; the pid of the build process."""
        ready = asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.add_reader(self._begun, ready.set)
        try:
            await asyncio.wait_for(ready.wait(), TIMEOUT)
        finally:
            loop.remove_reader(self._begun)
        return int(os.read(self._begun, 20))

    def open_gate(self) -> None:
        """Let the build finish."""
        os.write(self._gate, b"open")

    def close(self) -> None:
        """Close the pipes."""
        os.close(self._begun)
        os.close(self._gate)

"""A project in which every program that could be run leaves a marker file."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

SERVER = Path(__file__).parents[2] / "server"
UV = Path(sys.executable).with_name("uv")
PLAIN = '[project]\nname = "demo"\nversion = "1"\nrequires-python = ">=3.10"\n'
BACKEND = '[build-system]\nrequires = []\nbuild-backend = "trap"\nbackend-path = ["."]\n'
TRAP = """\
import pathlib
pathlib.Path({mark!r}).touch()

def _wheel(folder, text):
    import zipfile
    name = "demo-1-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(folder) / name, "w") as file:
        file.writestr("demo-1.dist-info/METADATA", text)
        file.writestr("demo-1.dist-info/WHEEL", "Wheel-Version: 1.0\\nTag: py3-none-any\\n")
        file.writestr("demo-1.dist-info/RECORD", "")
    return name

def build_wheel(folder, settings=None, metadata=None):
    return _wheel(folder, "Metadata-Version: 2.3\\nName: demo\\nVersion: 1\\n")

build_editable = build_wheel
"""


class TrappedProject:
    """A project with planted programs that leave a marker file when they are run."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "demo"
        self.mark = folder / "it was run"
        self.cache = folder / "cold cache"
        self.root.mkdir()
        self.write("trap.py", TRAP.format(mark=str(self.mark)))

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def plant(self) -> None:
        """Write programs where uv, git or a shell would look for them."""
        script = f"#!/bin/sh\ntouch '{self.mark}'\n"
        for name in (".venv/bin/python", "bin/python3", "bin/git"):
            self.write(name, script)
            (self.root / name).chmod(0o755)
        self.write(".venv/pyvenv.cfg", "home = /nowhere\nversion_info = 3.12.1\n")
        self.write(".python-version", f"{self.root}/bin/python3\n")

    def variables(self) -> dict[str, str]:
        kept = {name: it for name, it in os.environ.items() if not name.startswith("UV_")}
        path = os.pathsep.join((str(UV.parent), kept["PATH"]))
        return {**kept, "PATH": path, "UV_CACHE_DIR": str(self.cache), "PYTHONPATH": str(SERVER)}

    def lock(self) -> None:
        variables = {**self.variables(), "UV_PYTHON": sys.executable}
        subprocess.run((str(UV), "lock"), cwd=self.root, env=variables, check=True)
        self.mark.unlink(missing_ok=True)
        shutil.rmtree(self.cache, ignore_errors=True)
        for name in ("build", "demo.egg-info"):
            shutil.rmtree(self.root / name, ignore_errors=True)

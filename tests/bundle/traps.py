"""A project full of modules that a server must not import."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..patience import PATIENCE

SERVE = Path(__file__).resolve().parents[2] / "server" / "serve.py"

# Names that Python or the server would import.
NAMES = ("attrs", "cattrs", "launch", "lockstep", "packaging", "psutil", "pygls", "sitecustomize")
_TRAP = "from pathlib import Path\nPath({marker!r}).touch()\n"


@dataclass(frozen=True)
class Traps:
    """A folder of modules that each leave a marker when they are imported."""

    folder: Path
    marker: Path

    def run(self, python: Path, *options: str) -> subprocess.CompletedProcess[str]:
        """Run a Python in the folder, with minimal variables and a PYTHONPATH that is a trap."""
        return subprocess.run(
            (str(python), *options),
            cwd=self.folder,
            env=variables() | {"PYTHONPATH": str(self.folder)},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def serve(self, python: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run(python, *ISOLATED, str(SERVE), *arguments)


ISOLATED = ("-I", "-B", "-X", "utf8")


def set_traps(folder: Path) -> Traps:
    """Write the traps, alternately as modules and as packages."""
    traps = Traps(folder / "project", folder / "imported")
    traps.folder.mkdir()
    shapes: list[Callable[[str], Path]] = [
        lambda name: traps.folder / f"{name}.py",
        lambda name: traps.folder / name / "__init__.py",
    ]
    for number, name in enumerate(NAMES):
        path = shapes[number % 2](name)
        path.parent.mkdir(exist_ok=True)
        path.write_text(_TRAP.format(marker=str(traps.marker)), encoding="utf-8")
    return traps


def variables() -> dict[str, str]:
    """No variables, except the one that Windows needs to start a program."""
    return {"SYSTEMROOT": os.environ["SYSTEMROOT"]} if sys.platform == "win32" else {}


# Runs in a Python after it has put the bundle on its path.
ORIGINS = """
import importlib, json, sys
sys.path.insert(0, sys.argv[1])
import launch
launch.take_own_modules()
print(json.dumps({name: importlib.import_module(name).__file__ for name in sys.argv[2:]}))
"""


def origins(traps: Traps, python: Path, *names: str) -> dict[str, str]:
    """The files from which a Python imports the server's modules."""
    ended = traps.run(python, *ISOLATED, "-c", ORIGINS, str(SERVE.parent), *names)
    assert ended.returncode == 0, ended.stderr
    found: dict[str, str] = json.loads(ended.stdout)
    return found

"""`python -m lockstep` in a cloned folder imports none of the modules in it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import lockstep
from tests.badinput.projects import make_project

SERVER = Path(lockstep.__file__).parents[1]
# Modules that Python has not imported when it starts Lockstep: of the standard library, and of
# Lockstep's dependencies.
MODULES = (
    *("argparse", "csv", "glob", "hashlib", "json", "logging", "pathlib", "shutil", "string"),
    *("subprocess", "tempfile", "textwrap", "threading", "tomllib", "traceback", "typing"),
    *("attrs", "cattrs", "lsprotocol", "packaging", "platformdirs", "psutil", "pygls", "tomli"),
    "typing_extensions",
)
CODE = "import os, sys\nos.write(2, b'planted: ' + __name__.encode() + b'\\n')\nos._exit(77)\n"


def project_with_traps(folder: Path) -> Path:
    """Create a project in step, with modules that end the process when they are imported."""
    make_project(folder)
    for name in MODULES:
        (folder / f"{name}.py").write_text(CODE)
    for name in ("packaging", "psutil", "json", "pygls"):
        (folder / f"{name}.py").unlink()
        (folder / name).mkdir()
        (folder / name / "__init__.py").write_text(CODE)
    return folder


def run(folder: Path, path: str, *command: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m lockstep` in a folder with this PYTHONPATH; the server gets an empty input."""
    return subprocess.run(
        [sys.executable, "-B", "-m", "lockstep", *command],
        cwd=folder,
        env={**os.environ, "HOME": str(folder / "home"), "PYTHONPATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize("entries", [[SERVER], [SERVER, ""], [".", SERVER]])
@pytest.mark.parametrize("command", [("check",), ("check", "--format", "json"), ("verify",)])
def test_no_module_of_the_current_folder_is_imported(
    tmp_path: Path, command: tuple[str, ...], entries: list[str]
) -> None:
    """Also where an empty entry of PYTHONPATH, or `.`, names the current folder."""
    done = run(project_with_traps(tmp_path), os.pathsep.join(map(str, entries)), *command)
    assert "planted" not in done.stderr
    assert done.returncode in (0, 1), done.stderr


def test_the_server_imports_no_module_of_the_current_folder(tmp_path: Path) -> None:
    done = run(project_with_traps(tmp_path), str(SERVER), "serve")
    assert "planted" not in done.stderr
    assert done.returncode == 0, done.stderr


def test_a_current_folder_that_was_deleted(tmp_path: Path) -> None:
    program = (
        "import os, runpy, sys; os.rmdir(os.getcwd()); sys.argv[1:] = ['--version'];"
        "runpy.run_module('lockstep', run_name='__main__', alter_sys=True)"
    )
    gone = tmp_path / "gone"
    gone.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=gone,
        env={"PYTHONPATH": str(SERVER)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr

"""Ways to give an environment another interpreter than the one that uv would choose."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from ..environments import make_dist_info
from ..oracle.machine import pythons
from .sandbox import Sandbox


def other_python() -> str:
    return str(pythons()["3.12"])


def by_variable(demo: Sandbox) -> None:
    demo.variables["UV_PYTHON"] = other_python()


def by_version_file(demo: Sandbox) -> None:
    (demo.root / ".python-version").write_text(f"{other_python()}\n")


def by_link(demo: Sandbox) -> None:
    program = demo.environment / "bin/python"
    program.unlink()
    program.symlink_to(other_python())


def by_layout(demo: Sandbox) -> None:
    """As if made on Windows, on a disk that WSL shares."""
    shutil.rmtree(demo.environment)
    site_packages = demo.environment / "Lib" / "site-packages" / "idna-3.9.dist-info"
    site_packages.mkdir(parents=True)
    (site_packages / "METADATA").write_text("Name: idna\nVersion: 3.9\n")
    (demo.environment / "Scripts").mkdir()
    (demo.environment / "Scripts" / "python.exe").write_bytes(b"MZ")
    config = "home = C:\\Python312\nimplementation = CPython\nversion_info = 3.12.9\n"
    (demo.environment / "pyvenv.cfg").write_text(config)


REASONS = [by_variable, by_version_file, by_link, by_layout]


def make_python(root: Path) -> None:
    """Copy the base Python to a new installation; its standard library is linked."""
    program = Path(sys._base_executable).resolve()  # type: ignore[attr-defined]
    library, name = program.parents[1] / "lib", f"python3.{sys.version_info.minor}"
    for folder in (root / "bin", root / "lib" / name / "site-packages"):
        folder.mkdir(parents=True)
    shutil.copy(program, root / "bin/python")
    for it in library.iterdir():
        if it.name != name:
            (root / "lib" / it.name).symlink_to(it)
    for it in (library / name).iterdir():
        if it.name != "site-packages":
            (root / "lib" / name / it.name).symlink_to(it)
    make_dist_info(root / "lib" / name / "site-packages", "five-1.0")


def replace_python_by_script(demo: Sandbox, line: str) -> None:
    program = demo.environment / "bin/python"
    program.unlink()
    program.write_text(f"#!/bin/bash\n{line}\n")
    program.chmod(0o755)


def redirect_python(demo: Sandbox) -> None:
    replace_python_by_script(demo, f'exec {demo.root.parent}/other/bin/python "$@"')

"""Ways in which an environment comes to have another interpreter than the one uv chooses."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from ..environments import make_dist_info
from ..oracle.machine import pythons
from .lab import Lab


def other_python() -> str:
    return str(pythons()["3.12"])


def by_variable(home: Lab) -> None:
    home.variables["UV_PYTHON"] = other_python()


def by_version_file(home: Lab) -> None:
    (home.root / ".python-version").write_text(f"{other_python()}\n")


def by_link(home: Lab) -> None:
    program = home.environment / "bin/python"
    program.unlink()
    program.symlink_to(other_python())


def by_layout(home: Lab) -> None:
    """As an environment made on Windows, on a disk that WSL shares with it."""
    shutil.rmtree(home.environment)
    site_packages = home.environment / "Lib" / "site-packages" / "idna-3.9.dist-info"
    site_packages.mkdir(parents=True)
    (site_packages / "METADATA").write_text("Name: idna\nVersion: 3.9\n")
    (home.environment / "Scripts").mkdir()
    (home.environment / "Scripts" / "python.exe").write_bytes(b"MZ")
    config = "home = C:\\Python312\nimplementation = CPython\nversion_info = 3.12.9\n"
    (home.environment / "pyvenv.cfg").write_text(config)


REASONS = [by_variable, by_version_file, by_link, by_layout]


def make_python(root: Path) -> None:
    """An installation of the Python that runs this; its standard library is linked."""
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


def as_script(home: Lab, line: str) -> None:
    program = home.environment / "bin/python"
    program.unlink()
    program.write_text(f"#!/bin/bash\n{line}\n")
    program.chmod(0o755)


def leads_elsewhere(home: Lab) -> None:
    as_script(home, f'exec {home.root.parent}/other/bin/python "$@"')

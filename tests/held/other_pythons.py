"""Ways in which an environment comes to have another interpreter than the one uv chooses."""

from __future__ import annotations

import shutil

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

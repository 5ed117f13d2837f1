"""Small projects to open in an editor."""

from __future__ import annotations

from pathlib import Path

from ..app_lockfile import app_lockfile
from ..environments import make_dist_info, make_environment

MANIFEST = """\
[project]
name = "app"
version = "0.1.0"
requires-python = ">=3.10"
dependencies = [
    "idna==3.10",
    "six>=1.16",
]
"""
LOCKFILE = app_lockfile(
    {"idna": "==3.10", "six": ">=1.16"}, {"idna": "3.10", "six": "1.17.0"}, python=">=3.10"
)


def make_project(folder: Path, *installed: str) -> Path:
    """Create a project with a lockfile of idna and six; `installed` has labels as `idna-3.10`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pyproject.toml").write_text(MANIFEST, encoding="utf-8", newline="")
    (folder / "uv.lock").write_text(LOCKFILE, encoding="utf-8", newline="")
    packages = make_environment(folder / ".venv")
    for label in installed:
        make_dist_info(packages, label)
    return folder


def packages_of(project: Path) -> Path:
    """The site-packages of a project's environment."""
    return next((project / ".venv").glob("lib/*/site-packages"))

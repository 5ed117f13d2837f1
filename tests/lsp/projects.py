"""Small projects to open in an editor."""

from __future__ import annotations

from pathlib import Path

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
LOCKFILE = """\
version = 1
revision = 3
requires-python = ">=3.10"

[[package]]
name = "app"
version = "0.1.0"
source = { virtual = "." }
dependencies = [
    { name = "idna" },
    { name = "six" },
]

[package.metadata]
requires-dist = [
    { name = "idna", specifier = "==3.10" },
    { name = "six", specifier = ">=1.16" },
]

[[package]]
name = "idna"
version = "3.10"
source = { registry = "https://index.example/simple" }
sdist = { url = "https://files.example/idna-3.10.tar.gz", hash = "sha256:00", size = 1 }

[[package]]
name = "six"
version = "1.17.0"
source = { registry = "https://index.example/simple" }
sdist = { url = "https://files.example/six-1.17.0.tar.gz", hash = "sha256:00", size = 1 }
"""


def make_project(folder: Path, *installed: str) -> Path:
    """A project with its lockfile, and an environment with `idna-3.10` and the like."""
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

"""A demo project with real packages, made by real uv, and six ways to make it drift."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tools import Tools, clean_variables

_MANIFEST = """\
[project]
name = "demo"
version = "0.1.0"
description = "A small service that will drift"
requires-python = ">=3.10"
dependencies = [
    "click>=8.1",
    "httpx>=0.27",
    "jinja2>=3.1",
    "packaging>=24.0",
    "rich>=13.0",
]

[project.optional-dependencies]
tables = ["tabulate>=0.9"]

[dependency-groups]
dev = ["iniconfig>=2.0", "pluggy>=1.5"]
docs = ["markdown>=3.6"]
"""


@dataclass(frozen=True)
class Demo:
    """The demo project; created by `make_demo`."""

    root: Path
    tools: Tools

    @property
    def manifest(self) -> Path:
        return self.root / "pyproject.toml"

    @property
    def site_packages(self) -> Path:
        (found,) = (self.root / ".venv").glob("[Ll]ib/**/site-packages")
        return found

    def uv(self, *arguments: str) -> str:
        """Run uv in the project, and exit if it fails. Returns the command line for display."""
        command = (*self.tools.uv, *arguments)
        # uv uses the Python of this process and downloads none. `uv pip` needs the path of the
        # environment instead, or it would install into that Python.
        place = {"UV_PYTHON": sys.executable}
        if arguments[0] == "pip":
            place = {"VIRTUAL_ENV": str(self.root / ".venv")}
        variables = clean_variables(UV_PYTHON_DOWNLOADS="never", **place)
        answer = subprocess.run(
            command, cwd=self.root, env=variables, capture_output=True, text=True, check=False
        )
        if answer.returncode:
            sys.exit(f"uv {' '.join(arguments)} failed:\n{answer.stderr}")
        return f"uv {' '.join(arguments)}"


@dataclass(frozen=True)
class Drift:
    """One way to make the demo drift: a description, and a function that returns its command."""

    description: str
    apply: Callable[[Demo], str]


def make_demo(root: Path, tools: Tools, manifest: str = _MANIFEST) -> Demo:
    """Create a project that is in step with its lockfile, in a new folder."""
    root.mkdir(parents=True)
    demo = Demo(root, tools)
    demo.manifest.write_text(manifest, encoding="utf-8", newline="\n")
    demo.uv("sync")
    return demo


def drift(demo: Demo) -> Iterator[tuple[str, str]]:
    """Make the demo drift in every way; yields description and command of each."""
    for each in _DRIFTS:
        yield each.description, each.apply(demo)


def _uninstall(demo: Demo) -> str:
    return demo.uv("pip", "uninstall", "h11")


def _downgrade(demo: Demo) -> str:
    return demo.uv("pip", "install", "click==8.1.7")


def _install_more(demo: Demo) -> str:
    return demo.uv("pip", "install", "tabulate", "toolz")


def _damage(demo: Demo) -> str:
    (record,) = demo.site_packages.glob("jinja2-*.dist-info/RECORD")
    record.unlink()
    return f"rm {record.relative_to(demo.root).as_posix()}"


def _leave_over(demo: Demo) -> str:
    # pip renames a package like this before it deletes it, and keeps it if a file is held.
    leftover = demo.site_packages / "~ich"
    shutil.copytree(demo.site_packages / "rich", leftover)
    return f"cp -r rich {leftover.name}, in {demo.site_packages.relative_to(demo.root).as_posix()}"


def _edit_manifest(demo: Demo) -> str:
    text = demo.manifest.read_text(encoding="utf-8")
    edited = text.replace("packaging>=24.0", "packaging>=25.0")
    demo.manifest.write_text(edited, encoding="utf-8", newline="\n")
    return 'pyproject.toml: "packaging>=24.0" -> "packaging>=25.0"'


_DRIFTS = (
    Drift("a package that httpx needs was uninstalled", _uninstall),
    Drift("a package was installed in another version", _downgrade),
    Drift("packages were installed that this selection does not pin", _install_more),
    Drift("an install was interrupted before it wrote RECORD", _damage),
    Drift("pip was interrupted while it removed a package", _leave_over),
    Drift("the manifest was edited without a run of uv lock", _edit_manifest),
)

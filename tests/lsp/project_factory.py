"""Projects that real uv locks and syncs, with hand-made wheels and without an index."""

from __future__ import annotations

from pathlib import Path

from ..oracle.handmade_packages import write_wheel
from ..oracle.machine import pythons, run, uv_program, variables

MANIFEST = """\
[project]
name = "{name}"
version = "0.1.0"
requires-python = ">=3.10"
dependencies = [{dependencies}]

[tool.uv]
no-index = true
find-links = ["{wheels}"]
"""


class ProjectFactory:
    """Creates projects in a folder that also has the wheels and uv's cache."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.wheels = folder / "wheels"
        quiet = folder / "no-settings"
        quiet.mkdir(parents=True)
        self.uv_folder = Path(uv_program()).parent
        self.variables = variables(folder / "cache", quiet, min(pythons()))
        for version in ("1.0", "2.0"):
            write_wheel(self.wheels, "shelved", version)
        write_wheel(self.wheels, "other", "1.0")

    def project(self, *dependencies: str, name: str = "demo", more: str = "") -> Path:
        """Create a project with its lockfile; nothing is installed."""
        project = self.without_lockfile(*dependencies, name=name, more=more)
        self.uv(project, "lock")
        return project

    def without_lockfile(self, *dependencies: str, name: str = "demo", more: str = "") -> Path:
        """Create a project with its manifest only."""
        project = self.folder / name
        project.mkdir()
        self.write_manifest(project, *dependencies, more=more)
        return project

    def write_manifest(self, project: Path, *dependencies: str, more: str = "") -> None:
        """Write the manifest; `more` is added to it."""
        listed = ", ".join(f'"{it}"' for it in dependencies)
        wheels = self.wheels.as_posix()
        text = MANIFEST.format(name=project.name, dependencies=listed, wheels=wheels)
        (project / "pyproject.toml").write_text(text + more, encoding="utf-8", newline="")

    def uv(self, project: Path, *arguments: str) -> None:
        """Run uv with the project's variables; it must succeed."""
        run([uv_program(), *arguments], project, self.variables).expect_success()

    def installed(self, project: Path) -> list[str]:
        """The installed packages as `name-version`, from the names of dist-infos."""
        packages = project / ".venv"
        found = packages.glob("**/site-packages/*.dist-info")
        return sorted(it.name.removesuffix(".dist-info") for it in found)

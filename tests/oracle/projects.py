"""A recipe (the files of a project, as texts), and a project (the same on disk)."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from .machine import RunResult, pythons, run, uv_program


@dataclass(frozen=True)
class Recipe:
    """The files of a project; `{packages}` in them is the URL of the hand-made packages' folder."""

    name: str
    files: Mapping[str, str] = field(hash=False)
    synced: tuple[str, ...] = ()
    offers: tuple[tuple[str, ...], ...] = ()
    members: tuple[str, ...] = (".",)
    python: str = "3.12"
    syncs: bool = True
    """Whether uv can install it on this machine."""

    def named(self, name: str, **files: str) -> Recipe:
        """The recipe under another name, with other or additional files."""
        return replace(self, name=name, files={**self.files, **files})


@dataclass
class Project:
    """A project on disk."""

    recipe: Recipe
    folder: Path
    packages: Path
    variables: dict[str, str]
    environment: Path = field(init=False)

    def __post_init__(self) -> None:
        self.environment = self.folder / ".venv"

    @property
    def site_packages(self) -> Path:
        if sys.platform == "win32":
            return self.environment / "Lib" / "site-packages"
        return next((self.environment / "lib").glob("python*/site-packages"))

    @property
    def interpreter(self) -> Path:
        inside = ("Scripts", "python.exe") if sys.platform == "win32" else ("bin", "python")
        return self.environment.joinpath(*inside)

    def installed(self) -> dict[str, str]:
        """Names and versions, from the folder names of the dist-infos."""
        stems = [path.name[: -len(".dist-info")] for path in self.dist_infos()]
        return {_canonical(stem.split("-")[0]): stem.split("-")[-1] for stem in stems}

    def dist_infos(self) -> list[Path]:
        if not self.environment.exists():
            return []
        return sorted(self.site_packages.glob("[!~]*.dist-info"))

    def dist_info(self, name: str) -> Path:
        wanted = _canonical(name)
        fitting = [p for p in self.dist_infos() if _canonical(p.name.split("-")[0]) == wanted]
        if not fitting:
            raise LookupError(f"{name} is not installed in {self.recipe.name}")
        return fitting[0]

    def uv(self, *arguments: str, member: str = ".", **variables: str) -> RunResult:
        """Run uv; with the network only if the cache is not sufficient."""
        ran = self.offline(*arguments, member=member, **variables)
        if ran.status == 0:
            return ran
        command = [uv_program(), *arguments]
        return run(command, self.folder / member, {**self.variables, **variables}).expect_success()

    def offline(self, *arguments: str, member: str = ".", **variables: str) -> RunResult:
        """Run uv without the network; the result may be a failure."""
        command = [uv_program(), *arguments, "--offline"]
        return run(command, self.folder / member, {**self.variables, **variables})

    def pip(self, *arguments: str) -> None:
        """Run uv from outside the project, so that `uv pip` ignores its constraints and indexes."""
        verb, *rest = arguments
        self.uv("pip", verb, "--python", str(self.interpreter), *rest, member="..")

    def read(self, path: str = "pyproject.toml") -> str:
        return (self.folder / path).read_text(encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")

    def replace(self, old: str, new: str, path: str = "pyproject.toml") -> None:
        """Replace a text, which must be there; otherwise the test has a mistake."""
        text = self.read(path)
        if old not in text:
            raise LookupError(f"{old!r} is not in {path} of {self.recipe.name}")
        self.write(path, text.replace(old, new))


def python_path(minor: str) -> str:
    return str(pythons()[minor])


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()

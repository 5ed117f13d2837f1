"""Creates projects from recipes: each recipe is locked once per session."""

from __future__ import annotations

import re
import shutil
from itertools import count
from pathlib import Path

from .handmade_packages import write_repository, write_source, write_source_archive, write_wheel
from .machine import cache_root, run, uv_program, variables
from .projects import Project, Recipe

ODD_WHEELS = (
    ("odd-local", "1.0+local.1"),
    ("odd-post", "1.0.post1"),
    ("odd-epoch", "2!1.0"),
    ("odd-pre", "1.0rc1"),
    ("odd-zeros", "1.0.0"),
    ("Odd.Name", "1.0"),
)


class ProjectBuilder:
    """The session's hand-made packages, uv's cache, and the lockfiles made so far."""

    def __init__(self, folder: Path, cache: Path | None = None) -> None:
        self.folder = folder
        self.packages = folder / "packages"
        self.quiet = folder / "no-settings"
        self.cache = cache or cache_root() / "oracle-uv-cache"
        self._lockfiles: dict[str, str] = {}
        self._numbers = count(1)
        self.quiet.mkdir(parents=True)
        self.cache.mkdir(parents=True, exist_ok=True)
        self._write_packages()

    def _write_packages(self) -> None:
        wheels = self.packages / "wheels"
        for version in ("1.0", "2.0"):
            write_wheel(wheels, "shelved", version)
            write_wheel(wheels, "shelved-needs", version, requires=f"shelved=={version}")
        for name, version in ODD_WHEELS:
            write_wheel(wheels, name, version)
        write_wheel(wheels, "elsewhere", "1.0", tag="py3-none-win32")
        write_source_archive(self.packages / "archives", "packed", "1.0")
        for name in ("tree", "other-tree"):
            write_source(self.packages / "trees" / name, "tree", "1.0")
        write_repository(self.packages / "repository", "versioned", self.variables())

    def variables(self, first: str = "3.12") -> dict[str, str]:
        return variables(self.cache, self.quiet, first)

    def url_of(self, requirement: str) -> str:
        """The URL of a wheel, from uv, since no test may contain an index's address."""
        text = '[project]\nname = "asks"\nversion = "1"\nrequires-python = ">=3.10"\n'
        asks = Recipe(
            f"asks-{requirement}", {"pyproject.toml": f'{text}dependencies = ["{requirement}"]\n'}
        )
        found = re.search(r'url = "([^"]+\.whl)"', self.lockfile(asks))
        assert found, f"no wheel of {requirement}"
        return found[1]

    def without_lockfile(self, recipe: Recipe) -> Project:
        """Create a project with its manifest only."""
        folder = self.folder / "projects" / f"{next(self._numbers)}" / recipe.name
        folder.mkdir(parents=True)
        project = Project(recipe, folder, self.packages, self.variables(recipe.python))
        for path, text in recipe.files.items():
            project.write(path, self._filled(text))
        return project

    def _filled(self, text: str) -> str:
        text = text.replace("{packages}", self.packages.as_uri())
        text = text.replace("{packages-path}", self.packages.as_posix())
        return re.sub(r"\{wheel:([^}]+)\}", lambda found: self.url_of(found[1]), text)

    def lockfile(self, recipe: Recipe) -> str:
        if recipe.name not in self._lockfiles:
            project = self.without_lockfile(recipe)
            project.uv("lock")
            self._lockfiles[recipe.name] = project.read("uv.lock")
        return self._lockfiles[recipe.name]

    def locked(self, recipe: Recipe) -> Project:
        """Create a project with manifest and lockfile, without an environment."""
        lockfile = self.lockfile(recipe)
        project = self.without_lockfile(recipe)
        project.write("uv.lock", lockfile)
        return project

    def synced(self, recipe: Recipe) -> Project:
        """Create a project with an environment that is in step."""
        project = self.locked(recipe)
        project.uv("sync", "--frozen", *recipe.synced)
        return project

    def clean_cache(self) -> None:
        """Remove packages from the cache that were built from this session's folders."""
        for pattern in ("sdists-*/editable", "sdists-*/path", "git-*"):
            for folder in self.cache.glob(pattern):
                shutil.rmtree(folder, ignore_errors=True)
        run([uv_program(), "cache", "prune"], self.folder, self.variables())

    def lock_with(self, program: str, recipe: Recipe) -> None:
        """Lock a recipe with another uv."""
        project = self.without_lockfile(recipe)
        run([program, "lock"], project.folder, project.variables).expect_success()
        self._lockfiles[recipe.name] = project.read("uv.lock")


def older_uv(version: str, builder: ProjectBuilder) -> str:
    """The executable of another uv, which is installed into the cache on first use."""
    target = cache_root() / f"uv-{version}"
    found = sorted(target.glob("bin/uv*"))
    if not found:
        ask = ["pip", "install", f"uv=={version}", "--target", str(target)]
        run([uv_program(), *ask], builder.folder, builder.variables()).expect_success()
        found = sorted(target.glob("bin/uv*"))
    return str(found[0])

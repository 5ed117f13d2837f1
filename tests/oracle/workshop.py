"""Makes projects from recipes: a recipe is pinned once a session, a case has its own folder."""

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


class Workshop:
    """The session's shelf of hand-made packages, its cache, and the lockfiles made so far."""

    def __init__(self, folder: Path, cache: Path | None = None) -> None:
        self.folder = folder
        self.shelf = folder / "shelf"
        self.quiet = folder / "no-settings"
        self.cache = cache or cache_root() / "oracle-uv-cache"
        self._lockfiles: dict[str, str] = {}
        self._numbers = count(1)
        self.quiet.mkdir(parents=True)
        self.cache.mkdir(parents=True, exist_ok=True)
        self._fill_shelf()

    def _fill_shelf(self) -> None:
        wheels = self.shelf / "wheels"
        for version in ("1.0", "2.0"):
            write_wheel(wheels, "shelved", version)
            write_wheel(wheels, "shelved-needs", version, requires=f"shelved=={version}")
        for name, version in ODD_WHEELS:
            write_wheel(wheels, name, version)
        write_wheel(wheels, "elsewhere", "1.0", tag="py3-none-win32")
        write_source_archive(self.shelf / "archives", "packed", "1.0")
        for name in ("tree", "other-tree"):
            write_source(self.shelf / "trees" / name, "tree", "1.0")
        write_repository(self.shelf / "repository", "versioned", self.variables())

    def variables(self, first: str = "3.12") -> dict[str, str]:
        return variables(self.cache, self.quiet, first)

    def url_of(self, requirement: str) -> str:
        """The address of a wheel as uv itself finds it, since no test may name an index."""
        text = '[project]\nname = "asks"\nversion = "1"\nrequires-python = ">=3.10"\n'
        asks = Recipe(
            f"asks-{requirement}", {"pyproject.toml": f'{text}dependencies = ["{requirement}"]\n'}
        )
        found = re.search(r'url = "([^"]+\.whl)"', self.lockfile(asks))
        assert found, f"no wheel of {requirement}"
        return found[1]

    def bare(self, recipe: Recipe) -> Project:
        """A project with its manifest alone."""
        folder = self.folder / "projects" / f"{next(self._numbers)}" / recipe.name
        folder.mkdir(parents=True)
        project = Project(recipe, folder, self.shelf, self.variables(recipe.python))
        for path, text in recipe.files.items():
            project.write(path, self._filled(text))
        return project

    def _filled(self, text: str) -> str:
        text = text.replace("{shelf}", self.shelf.as_uri())
        text = text.replace("{shelf-path}", self.shelf.as_posix())
        return re.sub(r"\{wheel:([^}]+)\}", lambda found: self.url_of(found[1]), text)

    def lockfile(self, recipe: Recipe) -> str:
        if recipe.name not in self._lockfiles:
            project = self.bare(recipe)
            project.uv("lock")
            self._lockfiles[recipe.name] = project.read("uv.lock")
        return self._lockfiles[recipe.name]

    def pinned(self, recipe: Recipe) -> Project:
        """A project with manifest and lockfile, without environment."""
        lockfile = self.lockfile(recipe)
        project = self.bare(recipe)
        project.write("uv.lock", lockfile)
        return project

    def synced(self, recipe: Recipe) -> Project:
        """A project whose environment is in step."""
        project = self.pinned(recipe)
        project.uv("sync", "--frozen", *recipe.synced)
        return project

    def tidy(self) -> None:
        """What this session built from its own folders is of no use to the next one."""
        for pattern in ("sdists-*/editable", "sdists-*/path", "git-*"):
            for folder in self.cache.glob(pattern):
                shutil.rmtree(folder, ignore_errors=True)
        run([uv_program(), "cache", "prune"], self.folder, self.variables())

    def pinned_by(self, program: str, recipe: Recipe) -> None:
        """Lets another uv write the lockfile of this recipe."""
        project = self.bare(recipe)
        run([program, "lock"], project.folder, project.variables).expect_success()
        self._lockfiles[recipe.name] = project.read("uv.lock")


def older_uv(version: str, workshop: Workshop) -> str:
    """Another uv, kept in the cache, taken from the index when it is not there yet."""
    target = cache_root() / f"uv-{version}"
    found = sorted(target.glob("bin/uv*"))
    if not found:
        ask = ["pip", "install", f"uv=={version}", "--target", str(target)]
        run([uv_program(), *ask], workshop.folder, workshop.variables()).expect_success()
        found = sorted(target.glob("bin/uv*"))
    return str(found[0])

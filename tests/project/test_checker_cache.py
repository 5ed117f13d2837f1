"""The cache of a checker never changes its results, whatever changed before."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockstep.model.selection import Selection
from lockstep.model.settings import Settings
from lockstep.project.checker import Checker, CheckRequest
from tests.badinput.projects import LOCKFILE, MANIFEST, make_project
from tests.environments import make_dist_info, make_environment

pytestmark = pytest.mark.usefixtures("simulated_linux")

MANIFESTS = (
    MANIFEST,
    MANIFEST.replace("idna>=3", "idna>=3,<9"),
    MANIFEST.replace("idna>=3", "idna>=3,<8"),
    f"{MANIFEST}[",
    f"{MANIFEST}[[",
    f"{MANIFEST}[dependency-groups]\ndev = ['six']\n",
    f"{MANIFEST}[tool.lockstep]\nignore = ['package-version']\n",
    f"{MANIFEST}[tool.uv]\nmanaged = false\n",
    MANIFEST.replace("3.12", "3.13"),
)
LOCKFILES = (
    LOCKFILE,
    LOCKFILE.replace("3.10", "3.11"),
    LOCKFILE.replace('">=3" }', '">=3,<9" }'),
    f"<<<<<<< HEAD\n{LOCKFILE}",
    LOCKFILE.replace("version = 1\n", "version = 9\n", 1),
)
SELECTIONS = (None, Selection(only_groups=("dev",)), Selection(extras=("none",)))

_NOW = 1_700_000_000


class ChangingProject:
    """A project, a checker that sees every change, and a new checker for comparison."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.packages = make_project(root)
        self.old = Checker({})
        self.texts: Mapping[str, str] = {}
        self.selection: Selection | None = None
        self.settings: Settings | None = None
        self._time = _NOW - 1_000_000

    def write(self, name: str, text: str) -> None:
        (self.root / name).write_text(text)

    def remove(self, name: str) -> None:
        (self.root / name).unlink(missing_ok=True)

    def install(self, label: str, *without: str) -> None:
        self.uninstall(label)
        if self.packages.is_dir():
            make_dist_info(self.packages, label, without=without)

    def uninstall(self, label: str) -> None:
        shutil.rmtree(self.packages / f"{label}.dist-info", ignore_errors=True)

    def make_environment(self, version: str) -> None:
        shutil.rmtree(self.root / ".venv", ignore_errors=True)
        self.packages = make_environment(self.root / ".venv", version)

    def unsaved(self, name: str, text: str | None) -> None:
        path = str(self.root / name)
        others = {key: it for key, it in self.texts.items() if key != path}
        self.texts = others if text is None else {**others, path: text}

    def check(self) -> None:
        """Both checkers agree; every change has a new mtime."""
        self._time += 1
        for path in self.root.rglob("*"):
            if path.lstat().st_mtime > _NOW:
                os.utime(path, (self._time, self._time), follow_symlinks=False)
        assert self._answer(self.old) == self._answer(Checker({}))

    def _answer(self, checker: Checker) -> object:
        request = CheckRequest(
            str(self.root), self.selection, texts=self.texts, settings=self.settings
        )
        report, _, obstacle = checker.check(request)
        return report, obstacle and obstacle.message


DEEDS: Mapping[str, Callable[[ChangingProject], object]] = {
    **{
        f"manifest {number}": lambda it, text=text: it.write("pyproject.toml", text)  # type: ignore[misc]
        for number, text in enumerate(MANIFESTS)
    },
    **{
        f"typed {number}": lambda it, text=text: it.unsaved("pyproject.toml", text)  # type: ignore[misc]
        for number, text in enumerate((None, *MANIFESTS))
    },
    **{
        f"lockfile {number}": lambda it, text=text: it.write("uv.lock", text)  # type: ignore[misc]
        for number, text in enumerate(LOCKFILES)
    },
    **{
        f"select {number}": lambda it, chosen=chosen: setattr(it, "selection", chosen)  # type: ignore[misc]
        for number, chosen in enumerate(SELECTIONS)
    },
    "no lockfile": lambda it: it.remove("uv.lock"),
    "typed lockfile": lambda it: it.unsaved("uv.lock", LOCKFILES[1]),
    "saved lockfile": lambda it: it.unsaved("uv.lock", None),
    "uv.toml": lambda it: it.write("uv.toml", "required-version = '>=0.5'\n"),
    "no uv.toml": lambda it: it.remove("uv.toml"),
    "pin 3.13": lambda it: it.write(".python-version", "3.13\n"),
    "no pin": lambda it: it.remove(".python-version"),
    "install old": lambda it: it.install("idna-3.9"),
    "install": lambda it: it.install("idna-3.10"),
    "install half": lambda it: it.install("idna-3.10", "RECORD"),
    "install more": lambda it: it.install("six-1.0"),
    "uninstall": lambda it: it.uninstall("idna-3.10"),
    "uninstall old": lambda it: it.uninstall("idna-3.9"),
    "make": lambda it: it.make_environment("3.12.1"),
    "make newer": lambda it: it.make_environment("3.13.0"),
    "no environment": lambda it: shutil.rmtree(it.root / ".venv", ignore_errors=True),
    "no cfg": lambda it: it.remove(".venv/pyvenv.cfg"),
}


@given(st.lists(st.sampled_from(sorted(DEEDS)), min_size=2, max_size=15))
def test_a_used_checker_agrees_with_a_new_one(changes: list[str]) -> None:
    with TemporaryDirectory() as folder:
        world = ChangingProject(Path(folder))
        world.check()
        for deed in changes:
            DEEDS[deed](world)
            world.check()

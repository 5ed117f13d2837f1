"""A state of a project: its files, its variables, and how its environment is created."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..machine import pythons, run, uv_program

MANIFEST = '[project]\nname = "app"\nversion = "1"\nrequires-python = "{requires}"\n'
_LOCKFILE = """version = 1
revision = 3
requires-python = "{requires}"

[[package]]
name = "app"
version = "1"
source = {{ virtual = "." }}
"""

MANAGED = "managed"
_LEFT_OUT = ("test", "site-packages", "idlelib", "tkinter", "ensurepip", "lib2to3", "turtledemo")


@dataclass(frozen=True)
class Bench:
    """Shared by all states: a folder, the variables, and the folder of managed Pythons."""

    folder: Path
    variables: Mapping[str, str]

    @property
    def installed(self) -> Path:
        """The folder of the Python that uv regards as managed."""
        return self.folder / "pythons" / "cpython-3.12.1-linux-x86_64-gnu"

    def python(self, name: str) -> str:
        """The executable of a Python: `3.12`, or the managed one."""
        return (
            str(self.installed / "bin" / "python3.12")
            if name == MANAGED
            else str(pythons()[name].resolve())
        )

    def install(self) -> None:
        """Copy a minimal Python 3.12 to the folder of managed Pythons."""
        source = pythons()["3.12"].resolve().parents[1]
        library = "lib/python3.12"
        ignored = shutil.ignore_patterns(*_LEFT_OUT, "__pycache__", "config-*")
        shutil.copytree(source / library, self.installed / library, ignore=ignored)
        shutil.copytree(source / "include", self.installed / "include")
        (self.installed / "bin").mkdir()
        shutil.copy2(source / "bin/python3.12", self.installed / "bin/python3.12")


Shape = Callable[["StateOnDisk"], None]


@dataclass(frozen=True)
class State:
    """`files` and `variables` may contain `{project}`, `{beside}` and `{3.12}` (an executable).

    `python` None creates no environment; `shape` changes the environment that was created.
    """

    name: str
    files: Mapping[str, str] = field(default_factory=dict, hash=False)
    variables: Mapping[str, str] = field(default_factory=dict, hash=False)
    python: str | None = "3.12"
    shape: Shape | None = None
    requires: str = ">=3.10"
    table: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class StateOnDisk:
    """A state on disk."""

    bench: Bench
    state: State
    folder: Path
    variables: dict[str, str]

    @property
    def environment(self) -> Path:
        return self.folder / ".venv"

    def uv(self, *arguments: str) -> None:
        run([uv_program(), *arguments], self.folder, self.variables).expect_success()


def make(bench: Bench, state: State, number: int) -> StateOnDisk:
    """Create a state in a new folder."""
    folder = bench.folder / f"{number}" / "app"
    folder.mkdir(parents=True)
    names = {"project": folder, "beside": folder.parent, MANAGED: bench.python(MANAGED)}
    names |= {it: Path(bench.python(it)) for it in ("3.11", "3.12", "3.13")}

    def filled(text: str) -> str:
        for name, path in names.items():
            text = text.replace(f"{{{name}}}", str(path))
        return text

    variables = dict(bench.variables)
    made = StateOnDisk(bench, state, folder, variables)
    manifest = MANIFEST.replace("{requires}", state.requires) + state.table
    _write(folder / "pyproject.toml", filled(manifest))
    _write(folder / "uv.lock", _LOCKFILE.format(requires=state.requires))
    if state.python is not None:
        made.uv("venv", "-q", "--no-config", "--python", bench.python(state.python), ".venv")
    for path, text in state.files.items():
        _write(Path(filled(path)) if path.startswith("{") else folder / path, filled(text))
    if state.shape is not None:
        state.shape(made)
    variables.update({name: filled(it) for name, it in state.variables.items()})
    return made


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")

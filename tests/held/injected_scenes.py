"""Commands that calls of the system fail in: each on a small project, with real uv."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from ..crash.scenes import Snapshot, snapshot
from ..crash.test_killed import age
from .home import Home

NEW = ("three==2.0", "four==2.0")
OLD = ("three==1.0", "four==1.0")
# uv does all of it, and ends with an error.
_FAILS = '[ "$1" = sync ] || exec "$UV" "$@"; "$UV" -q "$@"; exit 1'
HELD = "the held file"
# Another program installs a package while uv works, which fails then.
_BESIDE = (
    '[ "$1" = sync ] || exec "$UV" "$@"; "$UV" -q "$@"; '
    '"$UV" pip install -q --python .venv five && touch "{}"; exit 1'
)
_MAPS = """\
import mmap, sys
with open(sys.argv[1], "rb") as file:
    mapped = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ | mmap.PROT_EXEC)
print("here", flush=True)
input()
"""


def wants_new(home: Home) -> None:
    """Other packages are pinned."""
    home.want(*NEW)


def wants_new_unpinned(home: Home) -> None:
    """The manifest asks for other packages, and nothing is pinned yet."""
    home.depend(*NEW)
    home.forget()


def is_damaged(home: Home) -> None:
    """One package lacks a file, and another one its RECORD."""
    home.forget()
    (home.site_packages / "three.py").unlink()
    (home.site_packages / "four-1.0.dist-info/RECORD").unlink()


class Scene(NamedTuple):
    """A command, and what it is run on.

    `fails`: uv does what is asked of it, and then ends with an error; `beside`: another program
    has installed a package before that. `errs`: the index does not serve one of the packages.
    `held`: a file of site-packages that a program has mapped to run, as on Windows. `rules` are
    further rules of `shim.c`. `is_cold`: uv has nothing in its cache, at each run. `killed`: it is
    the recovery of this command, which is killed before it writes the line of the journal with
    that number, counted from the end.
    """

    name: str
    command: tuple[str, ...]
    prepare: Callable[[Home], None] = wants_new
    fails: bool = False
    beside: bool = False
    errs: bool = False
    held: str = ""
    rules: tuple[str, ...] = ()
    is_cold: bool = False
    killed: tuple[tuple[str, ...], int] = ((), 0)

    @property
    def has_shim(self) -> bool:
        """Whether the rules of Windows are laid down."""
        return bool(self.held or self.rules)


_ORDERS: Mapping[str, Scene] = MappingProxyType(
    {
        "sync": Scene("sync", ("sync",)),
        "lock": Scene("lock", ("sync", "--lock"), wants_new_unpinned),
        "add": Scene("add", ("add", "five==1.0"), Home.forget),
        "remove": Scene("remove", ("remove", "three"), Home.forget),
        "recreate": Scene("recreate", ("recreate",)),
        "repair": Scene("repair", ("repair",), is_damaged),
    }
)


def _cut(name: str, line: int) -> Scene:
    order = _ORDERS[name]
    return order._replace(
        name=f"cut-{name}-{line}", command=("sweep",), killed=(order.command, line)
    )


SCENES = (
    *_ORDERS.values(),
    *(it._replace(name=f"{it.name}-fails", fails=True) for it in _ORDERS.values()),
    _ORDERS["sync"]._replace(name="sync-fails-beside", fails=True, beside=True),
    _ORDERS["sync"]._replace(name="sync-errs", errs=True),
    _ORDERS["recreate"]._replace(name="recreate-cold", is_cold=True),
    _ORDERS["recreate"]._replace(name="recreate-cold-errs", is_cold=True, errs=True),
    _ORDERS["recreate"]._replace(name="recreate-in-parts", rules=("immovable .venv",)),
    _ORDERS["recreate"]._replace(
        name="recreate-in-parts-fails", rules=("immovable .venv",), fails=True
    ),
    _ORDERS["sync"]._replace(name="sync-held", held="three.py"),
    _ORDERS["sync"]._replace(name="sync-held-fails", held="three.py", fails=True),
    Scene("free", ("free",), held="three.py"),
    Scene("delete", ("delete",)),
    Scene("delete-in-parts", ("delete",), rules=("immovable .venv",)),
    *(_cut("sync", it) for it in (1, 2, 3, 5)),
    *(_cut("sync", it)._replace(name=f"again-{it}", command=("sync",)) for it in (1, 3, 5)),
    *(_cut("lock", it) for it in (1, 3, 6)),
    *(_cut("recreate", it) for it in (1, 3)),
    _cut("add", 2),
)


class Stage:
    """The project of a scene, which is laid out in the same way for each run."""

    def __init__(self, home: Home, scene: Scene) -> None:
        self.home = home
        self.scene = scene
        self._kept = home.root.parent / "kept"
        self._installed = home.root.parent / "installed beside"
        self._holder: subprocess.Popen[bytes] | None = None
        scene.prepare(home)
        (home.root.parent / "elsewhere").mkdir()
        (home.site_packages / "notes.txt").write_text("of a user\n")
        (home.site_packages / "linked").symlink_to("../../../../../elsewhere")
        age(home.environment)
        (home.root / "pyproject.toml").chmod(0o640)
        home.rule(*(it.replace(" ", f" {home.root}/") for it in scene.rules))
        shutil.copytree(home.root, self._kept, symlinks=True)

    def reset(self) -> None:
        """Let everything be as at the beginning."""
        self.leave()
        shutil.rmtree(self.home.root)
        shutil.rmtree(self.home.state, ignore_errors=True)
        self._installed.unlink(missing_ok=True)
        shutil.copytree(self._kept, self.home.root, symlinks=True)
        if self.scene.is_cold:
            shutil.rmtree(self.home.variables["UV_CACHE_DIR"], ignore_errors=True)
        if self.scene.held:
            command = (os.path.realpath(sys.executable), "-c", _MAPS, str(self._held))
            self._holder = self.home.hold(*command, ready=b"here\n")

    def let_uv_fail(self) -> None:
        """From now on uv fails, where it does in this scene."""
        if self.scene.errs:
            self.home.forget()
            shutil.rmtree(self.home.variables["UV_CACHE_DIR"])
            self.home.index.feel("errs", r"/three-2.*whl$")
        if self.scene.fails:
            script = _BESIDE.format(self._installed) if self.scene.beside else _FAILS
            self.home.stand_in(script)

    def leave(self) -> None:
        """Let the program end that holds a file."""
        if self._holder is not None:
            self._holder.kill()
            self._holder.communicate()
        self._holder = None

    def seen(self) -> Snapshot:
        """The project, and whether the held file is in its place."""
        there = snapshot(self.home.root).items()
        found = {path: it for path, it in there if not (self.scene.beside and "/five" in path)}
        if self._holder is not None:
            found[HELD] = (_is_mapped_by(self._holder.pid, self._held),)
        return found

    def left(self) -> tuple[str, ...]:
        """What is there only as long as a transaction is not at its end, and what is lost."""
        places = (self.home.root / ".lockstep", self.home.environment / ".lockstep")
        found = [str(it) for it in places if it.exists()]
        names = ("journal.jsonl", "picture.json", "kept-*", "*.reserve", ".lockstep-*")
        if self._installed.exists() and not self._has_five():
            found.append("what another program has installed is gone")
        return (*found, *(str(it) for name in names for it in self.home.state.rglob(name)))

    def _has_five(self) -> bool:
        places = ("five.py", "five-1.0.dist-info/METADATA", "five-1.0.dist-info/RECORD")
        return all((self.home.site_packages / it).exists() for it in places)

    @property
    def _held(self) -> Path:
        return self.home.site_packages / self.scene.held


def _is_mapped_by(pid: int, path: Path) -> bool:
    """Whether a process has mapped the file at a path; the kernel follows renames."""
    maps = Path(f"/proc/{pid}/maps").read_text().splitlines()
    return any(it.endswith(f" {path}") for it in maps)

"""Commands in which system calls are made to fail: each on a small project, with real uv."""

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
from .demo_project import DemoProject

NEW = ("three==2.0", "four==2.0")
OLD = ("three==1.0", "four==1.0")
# uv completes its work, and then exits with an error.
_FAILS = '[ "$1" = sync ] || exec "$UV" "$@"; "$UV" -q "$@"; exit 1'
HELD = "the held file"
# Another program installs a package while uv works; then uv fails.
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


def lock_new(demo: DemoProject) -> None:
    """Lock other packages."""
    demo.relock(*NEW)


def want_new_without_lock(demo: DemoProject) -> None:
    """Let the manifest name other packages, without a new lockfile."""
    demo.write_manifest(*NEW)
    demo.clear_cache()


def damage_packages(demo: DemoProject) -> None:
    """Remove a file of one package, and the RECORD of another."""
    demo.clear_cache()
    (demo.site_packages / "three.py").unlink()
    (demo.site_packages / "four-1.0.dist-info/RECORD").unlink()


class Scene(NamedTuple):
    """A command, and the state of the project that it runs on.

    `fails`: uv completes its work, and then exits with an error; `beside`: before that, another
    program has installed a package. `index_fails`: the index does not serve one of the packages.
    `held`: a file of site-packages that a program has mapped executable, as on Windows. `rules`:
    extra rules of `shim.c`. `is_cold`: uv's cache is empty at each run. `killed`: this command runs
    first and is killed before it writes the journal line with this number, counted from the end;
    the scene's command then recovers.
    """

    name: str
    command: tuple[str, ...]
    prepare: Callable[[DemoProject], None] = lock_new
    fails: bool = False
    beside: bool = False
    index_fails: bool = False
    held: str = ""
    rules: tuple[str, ...] = ()
    is_cold: bool = False
    killed: tuple[tuple[str, ...], int] = ((), 0)

    @property
    def has_shim(self) -> bool:
        """Whether Windows' rules are needed."""
        return bool(self.held or self.rules)


_COMMANDS: Mapping[str, Scene] = MappingProxyType(
    {
        "sync": Scene("sync", ("sync",)),
        "lock": Scene("lock", ("sync", "--lock"), want_new_without_lock),
        "add": Scene("add", ("add", "five==1.0"), DemoProject.clear_cache),
        "remove": Scene("remove", ("remove", "three"), DemoProject.clear_cache),
        "recreate": Scene("recreate", ("recreate",)),
        "repair": Scene("repair", ("repair",), damage_packages),
    }
)


def _cut(name: str, line: int) -> Scene:
    scene = _COMMANDS[name]
    return scene._replace(
        name=f"cut-{name}-{line}", command=("sweep",), killed=(scene.command, line)
    )


SCENES = (
    *_COMMANDS.values(),
    *(it._replace(name=f"{it.name}-fails", fails=True) for it in _COMMANDS.values()),
    _COMMANDS["sync"]._replace(name="sync-fails-beside", fails=True, beside=True),
    _COMMANDS["sync"]._replace(name="sync-errs", index_fails=True),
    _COMMANDS["recreate"]._replace(name="recreate-cold", is_cold=True),
    _COMMANDS["recreate"]._replace(name="recreate-cold-errs", is_cold=True, index_fails=True),
    _COMMANDS["recreate"]._replace(name="recreate-in-parts", rules=("immovable .venv",)),
    _COMMANDS["recreate"]._replace(
        name="recreate-in-parts-fails", rules=("immovable .venv",), fails=True
    ),
    _COMMANDS["sync"]._replace(name="sync-held", held="three.py"),
    _COMMANDS["sync"]._replace(name="sync-held-fails", held="three.py", fails=True),
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
    """The project of a scene, restored to the same state before each run."""

    def __init__(self, demo: DemoProject, scene: Scene) -> None:
        self.demo = demo
        self.scene = scene
        self._kept = demo.root.parent / "kept"
        self._installed = demo.root.parent / "installed beside"
        self._holder: subprocess.Popen[bytes] | None = None
        scene.prepare(demo)
        (demo.root.parent / "elsewhere").mkdir()
        (demo.site_packages / "notes.txt").write_text("of a user\n")
        (demo.site_packages / "linked").symlink_to("../../../../../elsewhere")
        age(demo.environment)
        (demo.root / "pyproject.toml").chmod(0o640)
        demo.set_rules(*(it.replace(" ", f" {demo.root}/") for it in scene.rules))
        shutil.copytree(demo.root, self._kept, symlinks=True)

    def reset(self) -> None:
        """Restore the project, and start the holder if the scene has one."""
        self.end_holder()
        shutil.rmtree(self.demo.root)
        shutil.rmtree(self.demo.state, ignore_errors=True)
        self._installed.unlink(missing_ok=True)
        shutil.copytree(self._kept, self.demo.root, symlinks=True)
        if self.scene.is_cold:
            shutil.rmtree(self.demo.variables["UV_CACHE_DIR"], ignore_errors=True)
        if self.scene.held:
            command = (os.path.realpath(sys.executable), "-c", _MAPS, str(self._held))
            self._holder = self.demo.hold(*command, ready=b"here\n")

    def let_uv_fail(self) -> None:
        """Make uv fail from now on, if the scene wants that."""
        if self.scene.index_fails:
            self.demo.clear_cache()
            shutil.rmtree(self.demo.variables["UV_CACHE_DIR"])
            self.demo.index.behave("fails", r"/three-2.*whl$")
        if self.scene.fails:
            script = _BESIDE.format(self._installed) if self.scene.beside else _FAILS
            self.demo.replace_uv(script)

    def end_holder(self) -> None:
        """End the program that holds a file."""
        if self._holder is not None:
            self._holder.kill()
            self._holder.communicate()
        self._holder = None

    def observe(self) -> Snapshot:
        """A snapshot of the project, and whether the held file is in its place."""
        entries = snapshot(self.demo.root).items()
        found = {path: it for path, it in entries if not (self.scene.beside and "/five" in path)}
        if self._holder is not None:
            found[HELD] = (_is_mapped_by(self._holder.pid, self._held),)
        return found

    def leftovers(self) -> tuple[str, ...]:
        """What only an unfinished transaction leaves, and what is lost."""
        paths = (self.demo.root / ".lockstep", self.demo.environment / ".lockstep")
        found = [str(it) for it in paths if it.exists()]
        names = ("journal.jsonl", "picture.json", "kept-*", "*.reserve", ".lockstep-*")
        if self._installed.exists() and not self._has_five():
            found.append("what another program has installed is gone")
        return (*found, *(str(it) for name in names for it in self.demo.state.rglob(name)))

    def _has_five(self) -> bool:
        paths = ("five.py", "five-1.0.dist-info/METADATA", "five-1.0.dist-info/RECORD")
        return all((self.demo.site_packages / it).exists() for it in paths)

    @property
    def _held(self) -> Path:
        return self.demo.site_packages / self.scene.held


def _is_mapped_by(pid: int, path: Path) -> bool:
    """Whether a process maps the file at a path; the kernel follows renames."""
    maps = Path(f"/proc/{pid}/maps").read_text().splitlines()
    return any(it.endswith(f" {path}") for it in maps)

"""A small environment, and every kind of transaction on it, with a scripted installer."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from lockstep.aside.journal import Kind
from lockstep.host.run import Output
from lockstep.model.plan import Plan, Step
from lockstep.transaction.guarded import GuardedEnvironment
from lockstep.transaction.result import TransactionResult
from lockstep.transaction.transaction import transact
from lockstep.transaction.types import (
    Assessment,
    OnStart,
    TransactionSpec,
    Verdict,
)

from .earlier_inventory import leave_inventory
from .held_host import HeldHost

SITE = "lib/python3.12/site-packages"
OLD = {
    "pyvenv.cfg": "home = /usr/bin\n",
    "bin/ruff": "old ruff",
    f"{SITE}/a/__init__.py": "a = 1",
    f"{SITE}/a/deep/er.py": "deep = 1",
    f"{SITE}/a/_speedups.so": "old speedups",
    f"{SITE}/a-1.0.dist-info/METADATA": "Version: 1.0",
    f"{SITE}/a-1.0.dist-info/RECORD": "…",
    f"{SITE}/b/__init__.py": "b = 1",
    f"{SITE}/joint/both.py": "of a and b",
    "share/man/a.1": "manual",
}
REMOVED = tuple(it for it in OLD if "/a" in it or it == "bin/ruff")
NEW = {
    f"{SITE}/a/__init__.py": "a = 2",
    f"{SITE}/a/new/more.py": "new = 2",
    f"{SITE}/a-2.0.dist-info/METADATA": "Version: 2.0",
    "bin/ruff": "new ruff",
}

# No process has this pid: the installer of these scenes is a function.
_UNUSED_PID = 2**22 + 1

Snapshot = Mapping[str, tuple[object, ...]]


class Scene(NamedTuple):
    """One kind of transaction: its installer, the host with its held files, and the start state.

    `locks`: a step before the installer rewrites the lockfile. `exit`: the installer's exit status.
    `broken`: dist-infos to be repaired. `is_there`: whether an environment exists. `again`: an
    earlier transaction has saved its inventory, and nothing has changed since.
    """

    name: str
    kind: Kind
    install: Callable[[Path], None]
    host: HeldHost = HeldHost()
    locks: bool = False
    exit: int = 0
    broken: tuple[str, ...] = ()
    is_there: bool = True
    again: bool = False


class FixedAssessor:
    """Always returns the same assessment; a callback says whether the result is accepted."""

    def __init__(self, assessment: Assessment, is_done: Callable[[], bool]) -> None:
        self._assessment = assessment
        self._is_done = is_done

    def assess(self, while_planning: Callable[[], None]) -> Assessment:
        if self._assessment.kind == "packages":
            while_planning()
        return self._assessment

    def is_current(self) -> bool:
        return True

    def is_accepted(self, _: Assessment) -> bool:
        return True

    def installing(self, _: object) -> AbstractContextManager[None]:
        return nullcontext()

    def verify(self, _: Assessment) -> Verdict:
        return Verdict(self._is_done())


def make_project(root: Path, scene: Scene) -> Path:
    """Create a project with its environment as before the transaction; the environment's path."""
    root.mkdir()
    (root / "pyproject.toml").write_text("[project]\n")
    (root / "uv.lock").write_text("old lock\n")
    environment = root / ".venv"
    if scene.is_there:
        write_all(environment, OLD)
        if os.name != "nt":  # where symbolic links need a privilege
            (environment / "bin/python").symlink_to("/usr/bin/python3")
            (environment / SITE / "a/weights").symlink_to("/usr/share")
            (environment / SITE / "mine").symlink_to("/nowhere")
        (environment / SITE / "a/_speedups.so").chmod(0o555)
        for path in environment.rglob("*"):
            if path.is_file() and not path.is_symlink():
                os.utime(path, ns=(1_600_000_000_000_000_000, 1_600_000_000_123_456_789))
    if scene.again:
        leave_inventory(environment, root.parent / "state")
    return environment


def write_all(folder: Path, files: Mapping[str, str]) -> None:
    """Write files, and create their folders."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def run_scene(scene: Scene, root: Path) -> TransactionResult:
    """Run the transaction of a scene on a project that `make_project` has created."""
    environment = root / ".venv"
    lock = Step("locking", ("lock",), ("lockfile",))
    steps = (lock,) if scene.locks else ()
    install = (Step("installing", ("sync",)),)
    manifests, lockfile = (str(root / "pyproject.toml"),), str(root / "uv.lock")
    plan = Plan(str(root), {}, steps, manifests, lockfile)
    done: list[bool] = []

    def run(step: Step, on_start: OnStart) -> Output:
        on_start(_UNUSED_PID)
        if step is lock:
            (root / "uv.lock").write_text("new lock\n")
            return Output(0)
        scene.install(environment)
        done.append(scene.exit == 0)
        return Output(scene.exit, err="it failed" if scene.exit else "")

    removed = tuple(map(os.path.normpath, REMOVED))
    broken = tuple(map(os.path.normpath, scene.broken))
    found = Assessment(scene.kind, removed, broken, names=("a",), coming=("a",), steps=install)
    assessor = FixedAssessor(found, lambda: any(done))
    state = str(root.parent / "state")
    spec = TransactionSpec(plan, str(environment), assessor, lambda _: "")
    settled = patch("lockstep.aside.inventory.SETTLED_NS", 0) if scene.again else nullcontext()
    with settled, GuardedEnvironment(scene.host, str(environment), state) as guarded:
        return transact(spec, guarded, lambda _: run)


def delete_tree(root: Path) -> None:
    """Delete a project, including read-only files on Windows."""
    for path in root.rglob("*"):
        if path.is_file() and not path.is_symlink():
            path.chmod(0o600)
    shutil.rmtree(root)


def snapshot(root: Path) -> Snapshot:
    """Type, mode, mtime, content and link target of every path below a project."""
    found: dict[str, tuple[object, ...]] = {}
    for folder, folders, files in os.walk(root):
        folders[:] = [it for it in folders if it not in ("__pycache__", ".lockstep")]
        for name in (*folders, *files):
            path = Path(folder, name)
            if path != root / ".venv" / ".lock":
                found[str(path.relative_to(root))] = _state_of(path)
    return found


def _state_of(path: Path) -> tuple[object, ...]:
    found = path.lstat()
    if stat.S_ISLNK(found.st_mode):
        return ("link", str(path.readlink()))
    if stat.S_ISDIR(found.st_mode):
        return ("folder", stat.S_IMODE(found.st_mode))
    # A file that the transaction wrote has the current time.
    changed = found.st_mtime_ns if found.st_mtime_ns < 1_700_000_000_000_000_000 else "now"
    return ("file", stat.S_IMODE(found.st_mode), changed, path.read_bytes())


def upgrade(environment: Path) -> None:
    """An installer that upgrades package a from 1.0 to 2.0 and removes its manual page."""
    for name in REMOVED:
        (environment / name).unlink(missing_ok=True)
    shutil.rmtree(environment / SITE / "a", ignore_errors=True)
    shutil.rmtree(environment / SITE / "a-1.0.dist-info", ignore_errors=True)
    write_all(environment, NEW)


def half_upgrade(environment: Path) -> None:
    """An installer that is interrupted in the middle of the upgrade."""
    for name in REMOVED[:4]:
        (environment / name).unlink()
    write_all(environment, {f"{SITE}/a/new/more.py": "new = 2"})


def half_repair(environment: Path) -> None:
    """An interrupted installer that has written metadata into the broken dist-info."""
    write_all(environment, {f"{SITE}/a-1.0.dist-info/INSTALLER": "uv"})


def create(environment: Path) -> None:
    """An installer that creates a new environment."""
    write_all(environment, {"pyvenv.cfg": "home = /usr/bin\n", **NEW})


SCENES = (
    Scene("packages", "packages", upgrade),
    Scene("packages-locked-first", "packages", upgrade, locks=True),
    Scene("packages-fail", "packages", half_upgrade, exit=2, locks=True),
    Scene("broken-fail", "packages", half_repair, exit=2, broken=(f"{SITE}/a-1.0.dist-info",)),
    Scene("packages-held", "packages", upgrade, HeldHost(held=("bin/ruff", "_speedups.so"))),
    Scene("packages-held-fail", "packages", half_upgrade, HeldHost(held=("ruff", ".so")), exit=2),
    Scene(
        "packages-refused",
        "packages",
        upgrade,
        HeldHost(held=("bin/ruff", "_speedups.so"), immovable=("_speedups.so",)),
    ),
    Scene("packages-again", "packages", upgrade, again=True),
    Scene("packages-again-fail", "packages", half_upgrade, exit=2, again=True),
    Scene("whole", "whole", create, locks=True),
    Scene("whole-fail", "whole", create, exit=2),
    Scene("whole-in-parts", "whole", create, HeldHost(immovable=("/.venv",))),
    Scene(
        "whole-in-parts-fail",
        "whole",
        create,
        HeldHost(immovable=("/.venv", "/.venv/lib", SITE)),
        exit=2,
    ),
    Scene("whole-refused", "whole", create, HeldHost(immovable=("/.venv", "pyvenv.cfg"))),
    Scene("apart", "packages", upgrade, HeldHost(is_apart=True)),
    Scene("apart-fail", "packages", half_upgrade, HeldHost(is_apart=True), exit=2),
    Scene("apart-whole", "whole", create, HeldHost(is_apart=True)),
    Scene("apart-whole-fail", "whole", create, HeldHost(is_apart=True), exit=2),
    Scene("new", "new", create, is_there=False, locks=True),
    Scene("new-fail", "new", create, is_there=False, exit=2),
)

"""Every fix that a finding offers is run on a real environment; then the finding is gone."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lockstep.drift.fixes import FIXES
from lockstep.project.checker import Checker, CheckRequest
from lockstep.project.edits import add_dependency_edits
from lockstep.project.snapshot import Snapshot
from tests.json_schema import read_json
from tests.lsp.project_factory import ProjectFactory
from tests.oracle.handmade_packages import write_wheel
from tests.oracle.machine import RunResult, pythons, run

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="the states are made by links and rights"),
]

COMMANDS = {
    "sync": ("sync",),
    "lock-and-sync": ("sync", "--lock"),
    "lock": ("sync", "--lock"),
    "recreate": ("recreate",),
    "repair": ("repair",),
}
NOT_RUN_HERE = {
    ("package-unexpected", "select"): "the client changes the selection",
    ("link-shared", "set-link-mode"): "an edit, tests/lsp/test_link_shared.py",
    ("link-shared", "free"): "on Windows alone, tests/wine",
    ("holder-stale", "restart-holder"): "the client shows the holders",
    ("lockfile-unsure", "lock"): "a check asks uv; what is unsure then needs the network",
}


def packages(project: Path) -> Path:
    return next((project / ".venv/lib").glob("python*/site-packages"))


def pip(factory: ProjectFactory, project: Path, *arguments: str) -> None:
    options = ("--no-config", "--offline", "--no-index", "--find-links", str(factory.wheels))
    interpreter = str(project / ".venv/bin/python")
    verb, *rest = arguments
    chosen = options if verb == "install" else ("--no-config",)
    factory.uv(project, "pip", verb, "--python", interpreter, *chosen, *rest)


def _conflict(_: ProjectFactory, project: Path) -> None:
    lockfile = project / "uv.lock"
    text = lockfile.read_text()
    sides = "<<<<<<< ours\nrevision = 3\n=======\nrevision = 2\n>>>>>>> theirs\n"
    lockfile.write_text(text.replace("\n", f"\n{sides}", 1))


def _moved(_: ProjectFactory, project: Path) -> None:
    activate = project / ".venv/bin/activate"
    activate.write_text(activate.read_text().replace(str(project), "/elsewhere/old"))


def _another_python(_: ProjectFactory, project: Path) -> None:
    (project / ".python-version").write_text(f"{max(pythons(), key=_minor)}\n")


def _minor(text: str) -> int:
    return int(text.partition(".")[2])


def _from_a_file(factory: ProjectFactory, project: Path) -> None:
    pip(factory, project, "install", str(next(factory.wheels.glob("other-1.0-*.whl"))))


def _twice(_: ProjectFactory, project: Path) -> None:
    found = packages(project)
    shutil.copytree(found / "other-1.0.dist-info", found / "other-0.9.dist-info")


def _broken_link(_: ProjectFactory, project: Path) -> None:
    wheel = packages(project) / "other-1.0.dist-info/WHEEL"
    wheel.unlink()
    wheel.symlink_to("/no/such/cache/WHEEL")


def _extra(factory: ProjectFactory, project: Path) -> None:
    write_wheel(factory.wheels, "extra", "1.0")
    pip(factory, project, "install", "extra")


State = Callable[[ProjectFactory, Path], object]
STATES: dict[str, State] = {
    "lockfile-missing": lambda _, it: (it / "uv.lock").unlink(),
    "lockfile-unreadable": _conflict,
    "lockfile-stale": lambda factory, it: factory.write_manifest(it, "shelved==2.0", "other"),
    "environment-missing": lambda _, it: shutil.rmtree(it / ".venv"),
    "environment-incomplete": lambda _, it: (it / ".venv/pyvenv.cfg").unlink(),
    "environment-moved": _moved,
    "python-mismatch": _another_python,
    "package-missing": lambda factory, it: pip(factory, it, "uninstall", "other"),
    "package-version": lambda factory, it: pip(factory, it, "install", "shelved==2.0"),
    "package-source": _from_a_file,
    "package-duplicate": _twice,
    "package-damaged": lambda _, it: (packages(it) / "other-1.0.dist-info/RECORD").unlink(),
    "link-broken": _broken_link,
    "package-unexpected": _extra,
    "removal-leftover": lambda _, it: (packages(it) / "~ther").mkdir(),
}
OFFERED = [(code, fix) for code, fixes in FIXES.items() for fix in fixes]


@pytest.fixture
def factory(tmp_path: Path) -> ProjectFactory:
    made = ProjectFactory(tmp_path / "uv")
    made.variables["XDG_STATE_HOME"] = str(tmp_path / "state")
    made.variables["PATH"] = f"{made.uv_folder}:{made.variables['PATH']}"
    return made


def lockstep(factory: ProjectFactory, project: Path, *arguments: str) -> RunResult:
    command = [sys.executable, "-m", "lockstep", *arguments]
    return run([*command, "--project", str(project)], project.parent, factory.variables)


def codes(factory: ProjectFactory, project: Path) -> set[str]:
    ran = lockstep(factory, project, "check", "--format", "json")
    return {it["code"] for it in read_json(ran.stdout)["findings"]}


def make(factory: ProjectFactory, code: str) -> Path:
    project = factory.project("shelved==1.0", "other")
    factory.uv(project, "sync")
    assert codes(factory, project) == set()
    STATES[code](factory, project)
    assert code in codes(factory, project)
    return project


@pytest.mark.parametrize(
    ("code", "fix"), [it for it in OFFERED if it[1] in COMMANDS and it not in NOT_RUN_HERE]
)
def test_a_command_fixes_the_finding(factory: ProjectFactory, code: str, fix: str) -> None:
    project = make(factory, code)
    ran = lockstep(factory, project, *COMMANDS[fix])
    assert ran.status == 0, f"{ran.stdout}\n{ran.stderr}"
    assert codes(factory, project) == set()


def test_an_edit_fixes_the_finding(factory: ProjectFactory) -> None:
    project = make(factory, "package-unexpected")
    checked = Checker(factory.variables).check(CheckRequest(str(project)))
    (edit,) = add_dependency_edits(Snapshot(str(project), 1, *checked))
    lines = (project / "pyproject.toml").read_text().splitlines(keepends=True)
    at = edit.range.start
    line = lines[at.line]
    lines[at.line] = line[: at.character] + edit.text + line[edit.range.end.character :]
    (project / "pyproject.toml").write_text("".join(lines))
    assert lockstep(factory, project, "sync", "--lock").status == 0
    assert codes(factory, project) == set()
    assert "extra-1.0" in factory.installed(project)


def test_every_fix_is_tested() -> None:
    run_here = {it for it in OFFERED if it[1] in COMMANDS and it[0] in STATES}
    edits = {("package-unexpected", "add-dependency")}
    assert run_here | edits | NOT_RUN_HERE.keys() == set(OFFERED)

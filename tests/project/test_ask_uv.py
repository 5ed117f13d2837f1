"""Asking uv whether a lockfile fits: uv runs on a copy, and no program of the project runs."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from lockstep.host.cancellation import CancellationToken
from lockstep.lockfiles.unbuildable import unbuildable
from lockstep.project.checker import Checker, CheckRequest
from lockstep.project.uv.ask_uv import ask_fully, ask_in_copy
from tests.skips import skip_unless_ci

from .trapped_project import BACKEND, PLAIN, TRAP, UV, TrappedProject


@pytest.fixture
def trapped(tmp_path: Path) -> TrappedProject:
    return TrappedProject(tmp_path)


def plain(it: TrappedProject) -> None:
    it.write("pyproject.toml", PLAIN)


def dynamic_version(it: TrappedProject) -> None:
    text = PLAIN.replace('version = "1"\n', 'dynamic = ["version"]\n')
    it.write("pyproject.toml", text + BACKEND)


def dynamic_dependencies_of_a_member(it: TrappedProject) -> None:
    it.write("pyproject.toml", f'{PLAIN}[tool.uv.workspace]\nmembers = ["one"]\n')
    member = PLAIN.replace("demo", "one") + 'dynamic = ["dependencies"]\n'
    it.write("one/pyproject.toml", member + BACKEND)
    it.write("one/trap.py", TRAP.format(mark=str(it.mark)).replace("demo", "one"))


def poetry_beside_project(it: TrappedProject) -> None:
    poetry = "[tool.poetry.dependencies]\npython = '>=3.10'\n"
    it.write("pyproject.toml", PLAIN + poetry + BACKEND)


def own_cache(it: TrappedProject) -> None:
    it.write("pyproject.toml", f'{PLAIN}[tool.uv]\ncache-dir = "{it.root}/cache of the clone"\n')


MANIFESTS: Mapping[str, Callable[[TrappedProject], None]] = {
    it.__name__: it
    for it in (
        *(plain, dynamic_version, dynamic_dependencies_of_a_member),
        *(poetry_beside_project, own_cache),
    )
}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="programs of POSIX are planted")
@pytest.mark.parametrize("edited", [False, True], ids=["fresh", "stale"])
@pytest.mark.parametrize("name", MANIFESTS)
def test_no_program_of_the_project_is_run_and_no_file_written(
    trapped: TrappedProject, name: str, *, edited: bool
) -> None:
    MANIFESTS[name](trapped)
    trapped.lock()
    # No check of ours knows this revision, so the lockfile is unsure; uv accepts it.
    lockfile = trapped.root / "uv.lock"
    lockfile.write_text(re.sub(r"revision = \d+", "revision = 99", lockfile.read_text()))
    if edited:
        manifest = trapped.root / "pyproject.toml"
        text = manifest.read_text()
        manifest.write_text(text.replace("\n", '\ndependencies = ["idna"]\n', 1))
    trapped.plant()
    before = {it: it.stat().st_mtime_ns for it in trapped.root.rglob("*")}
    log = trapped.root.parent / "calls"
    check = (sys.executable, "-m", "lockstep", "check", "--format", "json")
    ended = subprocess.run(
        (*strace_command(log), *check),
        cwd=trapped.root,
        env=trapped.variables(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in ended.stderr
    assert not trapped.mark.exists(), "something of the project was run"
    assert {it: it.stat().st_mtime_ns for it in trapped.root.rglob("*")} == before
    check_calls(log, trapped.root)


def strace_command(log: Path) -> tuple[str, ...]:
    strace = shutil.which("strace")
    if strace is None:
        skip_unless_ci("strace was not found")
        return ()
    return (strace, "--follow-forks", "--quiet=all", "--trace=execve", f"--output={log}")


def check_calls(log: Path, root: Path) -> None:
    """No program of the project is started, and git is not started either."""
    if log.exists():
        started = re.findall(r'execve\("([^"]+)"', log.read_text())
        assert started
        assert not [it for it in started if it.startswith(f"{root}/")]
        assert not [it for it in started if Path(it).name.startswith("git")]


@pytest.mark.slow
def test_the_answers(trapped: TrappedProject) -> None:
    plain(trapped)
    trapped.lock()
    checker = Checker(trapped.variables())
    for text, state in (
        (PLAIN, "fresh"),
        (f'{PLAIN}dependencies = ["idna"]\n', "stale"),
        (PLAIN.replace(">=3.10", ">=3.11"), "stale"),
        (f'{PLAIN}[tool.uv]\nprerelease = "allow"\n', "stale"),
    ):
        trapped.write("pyproject.toml", text)
        checker.check(CheckRequest(str(trapped.root)))
        question = checker.freshness.any_question
        assert question
        found = ask_in_copy(question, str(UV), trapped.variables())
        assert found.state == state, (text, found)
        full = ask_fully(question, str(UV), trapped.variables(), CancellationToken())
        assert full.state == state, (text, full)


@pytest.mark.slow
def test_an_answer_is_cached_until_something_changes(trapped: TrappedProject) -> None:
    plain(trapped)
    trapped.lock()
    lockfile = trapped.root / "uv.lock"
    lockfile.write_text(re.sub(r"revision = \d+", "revision = 99", lockfile.read_text()))
    checker = Checker(trapped.variables())
    request = CheckRequest(str(trapped.root))
    assert checker.check(request).report.freshness == "unsure"
    question = checker.freshness.question
    assert question
    checker.freshness.set_answer(question, ask_in_copy(question, str(UV), trapped.variables()))
    assert checker.check(request).report.freshness == "fresh"
    assert checker.freshness.question is None
    trapped.write("pyproject.toml", PLAIN + 'description = "another"\n')
    assert checker.check(request).report.freshness == "unsure"


@pytest.mark.slow
def test_git_is_never_started(trapped: TrappedProject) -> None:
    trapped.write(
        "pyproject.toml",
        f'{PLAIN}dependencies = ["other"]\n'
        '[tool.uv.sources]\nother = { git = "file:///nowhere/other" }\n',
    )
    trapped.write("uv.lock", 'version = 1\nrevision = 99\nrequires-python = ">=3.10"\n')
    checker = Checker(trapped.variables())
    checker.check(CheckRequest(str(trapped.root)))
    question = checker.freshness.any_question
    assert question
    found = ask_in_copy(question, str(UV), trapped.variables())
    assert found == ("unsure", "a manifest has sources in git")


@pytest.mark.parametrize(
    ("text", "is_changed"),
    [
        (PLAIN, False),
        (PLAIN + BACKEND, True),
        (BACKEND + PLAIN, True),
        (PLAIN + "[ build-system ]\nrequires = [\n  'x',\n]\n[tool.x]\na = 1\n", True),
        (f"{PLAIN}[tool.uv]\npackage = true\n", True),
        (PLAIN + BACKEND.replace("\n", "\r\n"), True),
    ],
)
def test_a_manifest_that_cannot_be_built(text: str, *, is_changed: bool) -> None:
    found = unbuildable(text)
    assert found is not None
    assert ("lockstep_builds_nothing" in found) == is_changed
    assert "trap" not in found


@pytest.mark.parametrize(
    "text",
    [
        f'build-system = {{ requires = [], build-backend = "trap" }}\n{PLAIN}',
        f'build-system.requires = []\nbuild-system.build-backend = "trap"\n{PLAIN}',
        "[project\n",
    ],
)
def test_a_manifest_in_an_unusual_form_is_not_copied(text: str) -> None:
    assert unbuildable(text) is None

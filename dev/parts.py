"""The parts of `npm test`, and the commands that they run."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from subprocess import CalledProcessError

from checks import Check, Session, Verdict, judge, untested
from pythons import COVERED, Python, find_covered, running_python
from tools import HOUSE, Tools, ensure_tools

TESTS = HOUSE / "tests"
PLATFORMS = ("linux", "win32", "darwin")

# More files of one folder are run in pieces.
_MOST_FILES = 18

# The exit status of pytest if no test was selected, which is not a failure.
_NO_TESTS = 5


def lint(_: Session) -> Iterator[Check]:
    yield Check("lint: rules", lambda it: judge(it.tools.run("-m", "ruff", "check")))
    yield Check("lint: format", lambda it: judge(it.tools.run("-m", "ruff", "format", "--check")))


def types(session: Session) -> Iterator[Check]:
    yield Check("types: here", partial(_mypy, platform=sys.platform, trees=_typed_trees()))
    if session.is_fast:
        return
    for platform in PLATFORMS:
        if platform != sys.platform:
            yield Check(f"types: {platform}", partial(_mypy, platform=platform, trees=["server"]))


def fast_tests(_: Session) -> Iterator[Check]:
    yield Check("tests, fast", lambda it: _fast_suite(it, it.tools))


def matrix(session: Session) -> Iterator[Check]:
    """The fast suite on other Pythons than the current one.

    With `--all` on every covered Python, otherwise on a random one.
    """
    pythons = find_covered(session.tools.uv)
    others = [it for it in COVERED if it != running_python().minor]
    if not session.is_all:
        others = [random.Random(os.environ["LOCKSTEP_SEED"]).choice(others)]
    for minor in others:
        python = pythons.get(minor)
        yield Check("matrix: {}.{}".format(*minor), partial(_on_other_python, python=python))


def test_folder(name: str) -> Callable[[Session], Iterable[Check]]:
    """The part for one folder below tests/, including slow tests.

    A folder with many files is run in pieces beside each other: alone, the largest would take
    longer than all others together.
    """
    files = [str(it.relative_to(HOUSE)) for it in sorted((TESTS / name).rglob("test_*.py"))]
    count = -(-len(files) // _MOST_FILES)
    if count == 1:
        return lambda _: [_tests_in(f"tests: {name}", f"tests/{name}")]
    return lambda _: [
        _tests_in(f"tests: {name} {number + 1}/{count}", *files[number::count])
        for number in range(count)
    ]


def _tests_in(check: str, *paths: str) -> Check:
    return Check(check, lambda it: _pytest(it, it.tools, *paths))


def test_folders() -> list[str]:
    """The folders below tests/ that contain Python tests."""
    return sorted({it.relative_to(TESTS).parts[0] for it in TESTS.glob("*/**/test_*.py")})


def _fast_suite(session: Session, tools: Tools) -> Verdict:
    return _pytest(session, tools, "tests", "--ignore=tests/oracle", "-m", "not slow")


def _on_other_python(session: Session, python: Python | None) -> Verdict:
    if python:
        return _with_tools_of(session, python)
    return untested("this Python was not found on this machine")


def _with_tools_of(session: Session, python: Python) -> Verdict:
    try:
        tools = ensure_tools(python)
    except CalledProcessError as failure:
        print(f"no tool environment could be made: {failure}", flush=True)
        return Verdict.FAILED
    return _fast_suite(session, tools)


def _pytest(session: Session, tools: Tools, *arguments: str) -> Verdict:
    status = tools.run("-m", "pytest", *arguments, *session.arguments)
    return Verdict.OK if status == _NO_TESTS else judge(status)


def _mypy(session: Session, platform: str, trees: list[str]) -> Verdict:
    # A cache per platform, because a run for another platform would invalidate it.
    cache = Path(".cache") / f"mypy-{platform}"
    options = ("--platform", platform, "--cache-dir", str(cache))
    return judge(session.tools.run("-m", "mypy", *options, *trees))


def _typed_trees() -> list[str]:
    return [
        tree for tree in ("server", "dev", "tests", "bench") if any((HOUSE / tree).rglob("*.py"))
    ]

"""The interpreter of an environment is a script that starts another Python.

uv asks the interpreter for its environment, and changes the environment that it names.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ..crash.scenes import snapshot
from .demo_project import DemoProject, check_as_before, check_result
from .other_pythons import make_python, redirect_python, replace_python_by_script

pytestmark = pytest.mark.slow


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[DemoProject]:
    """A project and, beside it, a separate Python installation with a package in it."""
    demo = DemoProject(tmp_path)
    make_python(tmp_path / "other")
    yield demo
    demo.close()


def redirect_by_link(demo: DemoProject) -> None:
    redirect_python(demo)
    program = demo.environment / "bin/python"
    wrapper = program.rename(demo.root.parent / "wrapper")
    program.symlink_to(wrapper)


ELSEWHERE = (redirect_python, redirect_by_link)
COMMANDS = (("sync",), ("sync", "--lock"), ("sync", "--frozen"), ("add", "five"), ("repair",))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("wrapped", ELSEWHERE)
def test_the_other_environment_is_not_changed(
    demo: DemoProject, wrapped: object, command: tuple[str, ...]
) -> None:
    demo.relock("three==2.0", "four==2.0")
    assert callable(wrapped)
    wrapped(demo)
    (demo.site_packages / "three-1.0.dist-info" / "RECORD").unlink()
    other, before = demo.root.parent / "other", snapshot(demo.root)
    theirs = snapshot(other)
    result = demo.plain_lockstep(*command)
    is_repair = command == ("repair",)
    output = f"uv would replace {demo.environment}" if is_repair else f"uv would change {other}"
    check_result(result, 2, "refused", output)
    assert "recreate" in result.json["error"]["hint"]
    check_as_before(demo, before)
    assert snapshot(other) == theirs


def test_recreate_replaces_the_wrapper(demo: DemoProject) -> None:
    redirect_python(demo)
    result = demo.plain_lockstep("recreate")
    check_result(result, 0, "done")
    assert (demo.environment / "bin/python").is_symlink()
    assert demo.plain_uv("sync", "--check").status == 0


def test_a_repair_without_a_project_is_refused_too(demo: DemoProject) -> None:
    demo.manifest_tail = ""
    redirect_python(demo)
    (demo.site_packages / "three-1.0.dist-info" / "RECORD").unlink()
    other = demo.root.parent / "other"
    theirs = snapshot(other)
    result = demo.plain_lockstep("repair", "--environment", ".venv")
    check_result(result, 2, "refused", f"uv would change {other}")
    assert snapshot(other) == theirs


def test_a_wrapper_that_keeps_the_environment_is_accepted(demo: DemoProject) -> None:
    demo.relock("three==2.0", "four==2.0")
    target = (demo.environment / "bin/python").resolve()
    replace_python_by_script(demo, f'exec -a "$0" {target} "$@"')
    (demo.environment / "notes.txt").write_text("mine")
    check_result(demo.plain_lockstep("sync"), 0, "done")
    assert (demo.environment / "notes.txt").exists()
    assert demo.plain_uv("sync", "--check").status == 0


def test_a_failing_script_is_refused_by_uv(demo: DemoProject) -> None:
    demo.relock("three==2.0", "four==2.0")
    replace_python_by_script(demo, "exit 3")
    before = snapshot(demo.root)
    result = demo.plain_lockstep("sync")
    check_result(result, 2, "refused", "uv cannot run the interpreter", "bin/python")
    assert "recreate" in result.json["error"]["hint"]
    check_as_before(demo, before)
    assert "recreate" in demo.lockstep_text("sync").err

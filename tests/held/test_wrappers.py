"""The interpreter of an environment is a script that starts another Python.

uv asks the interpreter where its environment is, and changes that one.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ..crash.scenes import snapshot
from .home import Home, check_as_before, check_ended
from .other_pythons import as_script, leads_elsewhere, make_python

pytestmark = pytest.mark.slow


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """A project and, beside it, a Python of its own with a package in it."""
    home = Home(tmp_path)
    make_python(tmp_path / "other")
    yield home
    home.close()


def is_a_link_that_leads_elsewhere(home: Home) -> None:
    leads_elsewhere(home)
    program = home.environment / "bin/python"
    wrapper = program.rename(home.root.parent / "wrapper")
    program.symlink_to(wrapper)


ELSEWHERE = (leads_elsewhere, is_a_link_that_leads_elsewhere)
COMMANDS = (("sync",), ("sync", "--lock"), ("sync", "--frozen"), ("add", "five"), ("repair",))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("wrapped", ELSEWHERE)
def test_the_other_environment_stays(home: Home, wrapped: object, command: tuple[str, ...]) -> None:
    home.want("three==2.0", "four==2.0")
    assert callable(wrapped)
    wrapped(home)
    (home.site_packages / "three-1.0.dist-info" / "RECORD").unlink()
    other, before = home.root.parent / "other", snapshot(home.root)
    theirs = snapshot(other)
    ended = home.lockstep_freely(*command)
    is_repair = command == ("repair",)
    said = f"uv would replace {home.environment}" if is_repair else f"uv would change {other}"
    check_ended(ended, 2, "refused", said)
    assert "recreate" in ended.json["error"]["hint"]
    check_as_before(home, before)
    assert snapshot(other) == theirs


def test_a_new_environment_is_the_way_out(home: Home) -> None:
    leads_elsewhere(home)
    ended = home.lockstep_freely("recreate")
    check_ended(ended, 0, "done")
    assert (home.environment / "bin/python").is_symlink()
    assert home.freely("sync", "--check").status == 0


def test_a_repair_without_a_project_is_refused_too(home: Home) -> None:
    home.more = ""
    leads_elsewhere(home)
    (home.site_packages / "three-1.0.dist-info" / "RECORD").unlink()
    other = home.root.parent / "other"
    theirs = snapshot(other)
    ended = home.lockstep_freely("repair", "--environment", ".venv")
    check_ended(ended, 2, "refused", f"uv would change {other}")
    assert snapshot(other) == theirs


def test_a_wrapper_that_keeps_the_environment_stays(home: Home) -> None:
    home.want("three==2.0", "four==2.0")
    target = (home.environment / "bin/python").resolve()
    as_script(home, f'exec -a "$0" {target} "$@"')
    (home.environment / "notes.txt").write_text("mine")
    check_ended(home.lockstep_freely("sync"), 0, "done")
    assert (home.environment / "notes.txt").exists()
    assert home.freely("sync", "--check").status == 0


def test_a_script_that_fails_is_for_uv_to_refuse(home: Home) -> None:
    home.want("three==2.0", "four==2.0")
    as_script(home, "exit 3")
    before = snapshot(home.root)
    ended = home.lockstep_freely("sync")
    check_ended(ended, 2, "refused", "uv cannot run the interpreter", "bin/python")
    assert "recreate" in ended.json["error"]["hint"]
    check_as_before(home, before)
    assert "recreate" in home.told("sync").out

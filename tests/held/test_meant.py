"""Which project, member and groups a sync is for: those asked for, whatever uv's variables say."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..crash.scenes import snapshot
from .lab import Lab
from .shelf import home, lockstep, shelf

__all__ = ["home", "shelf"]
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("variable", ["UV_PROJECT", "UV_WORKING_DIR"])
def test_a_variable_that_names_another_project(home: Lab, variable: str) -> None:
    other = Lab(home.root.parent / "other", Path("no shim"))
    other.more = home.more
    other.make("three==1.0")
    home.make("three==1.0")
    for lab in (home, other):
        lab.depend("three==2.0")
    home.variables[variable] = str(other.root)
    before = snapshot(other.root)
    lockstep(home, "sync", "--lock")
    assert snapshot(other.root) == before
    assert (home.site_packages / "parts" / "a.py").read_text() == "2.0"


@pytest.mark.parametrize(
    ("variable", "value"),
    [("UV_NO_DEV", "1"), ("UV_NO_GROUP", "dev"), ("UV_NO_DEFAULT_GROUPS", "1")],
)
def test_a_variable_that_chooses_other_groups(home: Lab, variable: str, value: str) -> None:
    home.more = f'{home.more}[dependency-groups]\ndev = ["three==1.0"]\n'
    home.make("one")
    assert home.freely("pip", "uninstall", "three").status == 0
    home.variables[variable] = value
    lockstep(home, "sync")
    assert lockstep(home, "sync").startswith("Nothing to do")


def test_in_a_member_s_folder_a_sync_is_for_that_member(home: Lab) -> None:
    home.more += '[tool.uv.workspace]\nmembers = ["member"]\n'
    member = home.root / "member"
    member.mkdir(parents=True)
    text = '[project]\nname = "member"\nversion = "1"\ndependencies = ["three==1.0"]\n'
    (member / "pyproject.toml").write_text(text)
    home.make("one")
    assert home.lockstep_freely("check", "--project", "member").status == 1
    lockstep(home, "sync", "--project", "member")
    assert home.lockstep_freely("check", "--project", "member").status == 0
    assert home.freely("sync", "--check", "--directory", "member").status == 0
    lockstep(home, "add", "two", "--project", "member")
    assert '"two' in (member / "pyproject.toml").read_text()
    assert home.freely("sync", "--check", "--directory", "member").status == 0
    lockstep(home, "sync")
    assert home.freely("sync", "--check").status == 0


@pytest.mark.parametrize("variable", ["UV_FROZEN", "UV_LOCKED"])
def test_a_variable_that_forbids_a_new_lockfile(home: Lab, variable: str) -> None:
    home.make("three==1.0")
    home.variables[variable] = "1"
    home.depend("three==2.0")
    lockstep(home, "sync", "--lock")
    lockstep(home, "add", "one")
    assert (home.site_packages / "parts" / "a.py").read_text() == "2.0"
    assert (home.site_packages / "one.txt").exists()

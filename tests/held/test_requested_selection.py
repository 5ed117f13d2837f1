"""A sync acts on the requested project, member and groups, whatever uv's variables say."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..crash.scenes import snapshot
from .sandbox import Sandbox
from .wheel_project import demo, lockstep, wheels

__all__ = ["demo", "wheels"]
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("variable", ["UV_PROJECT", "UV_WORKING_DIR"])
def test_a_variable_that_names_another_project(demo: Sandbox, variable: str) -> None:
    other = Sandbox(demo.root.parent / "other", Path("no shim"))
    other.manifest_tail = demo.manifest_tail
    other.make("three==1.0")
    demo.make("three==1.0")
    for sandbox in (demo, other):
        sandbox.write_manifest("three==2.0")
    demo.variables[variable] = str(other.root)
    before = snapshot(other.root)
    lockstep(demo, "sync", "--lock")
    assert snapshot(other.root) == before
    assert (demo.site_packages / "parts" / "a.py").read_text() == "2.0"


@pytest.mark.parametrize(
    ("variable", "value"),
    [("UV_NO_DEV", "1"), ("UV_NO_GROUP", "dev"), ("UV_NO_DEFAULT_GROUPS", "1")],
)
def test_a_variable_that_chooses_other_groups(demo: Sandbox, variable: str, value: str) -> None:
    demo.manifest_tail = f'{demo.manifest_tail}[dependency-groups]\ndev = ["three==1.0"]\n'
    demo.make("one")
    assert demo.plain_uv("pip", "uninstall", "three").status == 0
    demo.variables[variable] = value
    lockstep(demo, "sync")
    assert lockstep(demo, "sync").startswith("Nothing to do")


def test_in_a_member_s_folder_a_sync_is_for_that_member(demo: Sandbox) -> None:
    demo.manifest_tail += '[tool.uv.workspace]\nmembers = ["member"]\n'
    member = demo.root / "member"
    member.mkdir(parents=True)
    text = '[project]\nname = "member"\nversion = "1"\ndependencies = ["three==1.0"]\n'
    (member / "pyproject.toml").write_text(text)
    demo.make("one")
    assert demo.plain_lockstep("check", "--project", "member").status == 1
    lockstep(demo, "sync", "--project", "member")
    assert demo.plain_lockstep("check", "--project", "member").status == 0
    assert demo.plain_uv("sync", "--check", "--directory", "member").status == 0
    lockstep(demo, "add", "two", "--project", "member")
    assert '"two' in (member / "pyproject.toml").read_text()
    assert demo.plain_uv("sync", "--check", "--directory", "member").status == 0
    lockstep(demo, "sync")
    assert demo.plain_uv("sync", "--check").status == 0


@pytest.mark.parametrize("variable", ["UV_FROZEN", "UV_LOCKED"])
def test_a_variable_that_forbids_a_new_lockfile(demo: Sandbox, variable: str) -> None:
    demo.make("three==1.0")
    demo.variables[variable] = "1"
    demo.write_manifest("three==2.0")
    lockstep(demo, "sync", "--lock")
    lockstep(demo, "add", "one")
    assert (demo.site_packages / "parts" / "a.py").read_text() == "2.0"
    assert (demo.site_packages / "one.txt").exists()

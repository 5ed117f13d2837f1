"""uv's plan for each kind of package source: an installed package is not taken for removed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lockstep.installers.uv.sync_plan import SyncPlan, read_plan

from ..oracle.handmade_packages import (
    write_repository,
    write_source,
    write_source_archive,
    write_wheel,
)
from .demo_project import DemoProject

pytestmark = pytest.mark.slow

Source = Callable[[Path], str]


def wheel(folder: Path) -> str:
    return f"came @ {write_wheel(folder, 'came', '1.0').as_uri()}"


def archive(folder: Path) -> str:
    return f"came @ {write_source_archive(folder, 'came', '1.0').as_uri()}"


def directory(folder: Path) -> str:
    return f"came @ {write_source(folder, 'came', '1.0').as_uri()}"


def planned(demo: DemoProject, *options: str) -> SyncPlan:
    result = demo.plain_uv("sync", "--frozen", "--dry-run", "--color", "never", *options)
    plan = read_plan(result.out, result.err)
    assert plan, result.err
    return plan


def check(demo: DemoProject, requirement: str) -> None:
    """One package is added and another removed; then the first is removed too."""
    demo.write_manifest("three==1.0", requirement)
    assert demo.plain_uv("lock").status == 0
    for options in (("--output-format", "json"), ()):
        changes = {it.name: it for it in planned(demo, *options).changes}
        assert set(changes) == {"came", "four"}
        assert changes["came"].expected, "came is added"
        assert not changes["came"].installed
        assert not changes["four"].expected, "four is removed"
    assert demo.plain_uv("sync").status == 0
    demo.write_manifest("three==1.0")
    assert demo.plain_uv("lock").status == 0
    for options in (("--output-format", "json"), ()):
        (gone,) = planned(demo, *options).changes
        assert (gone.name, gone.expected) == ("came", "")


@pytest.mark.parametrize("source", [wheel, archive, directory])
def test_a_path(demo: DemoProject, tmp_path: Path, source: Source) -> None:
    check(demo, source(tmp_path / "sources"))


def test_a_registry(demo: DemoProject) -> None:
    write_wheel(demo.index.wheels, "came", "1.0")
    check(demo, "came")


def test_an_editable_source(demo: DemoProject, tmp_path: Path) -> None:
    folder = write_source(tmp_path / "came", "came", "1.0")
    demo.manifest_tail += (
        f"\n[tool.uv.sources]\ncame = {{ path = {str(folder)!r}, editable = true }}\n"
    )
    check(demo, "came")


def test_a_repository(demo: DemoProject, tmp_path: Path) -> None:
    folder = tmp_path / "repository"
    write_repository(folder, "came", demo.process_variables())
    check(demo, f"came @ git+{folder.as_uri()}@v1.0")

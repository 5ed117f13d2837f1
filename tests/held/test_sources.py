"""uv's plan for a package of each kind of source: what is installed is not taken for removed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lockstep.installers.uv.sync_plan import SyncPlan, read_plan

from ..oracle.shelf import write_repository, write_source, write_source_archive, write_wheel
from .home import Home

pytestmark = pytest.mark.slow

Source = Callable[[Path], str]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path)
    yield home
    home.close()


def wheel(folder: Path) -> str:
    return f"came @ {write_wheel(folder, 'came', '1.0').as_uri()}"


def archive(folder: Path) -> str:
    return f"came @ {write_source_archive(folder, 'came', '1.0').as_uri()}"


def directory(folder: Path) -> str:
    return f"came @ {write_source(folder, 'came', '1.0').as_uri()}"


def planned(home: Home, *options: str) -> SyncPlan:
    ended = home.freely("sync", "--frozen", "--dry-run", "--color", "never", *options)
    plan = read_plan(ended.out, ended.err)
    assert plan, ended.err
    return plan


def check(home: Home, requirement: str) -> None:
    """A package comes and another goes; then the first goes too."""
    home.depend("three==1.0", requirement)
    assert home.freely("lock").status == 0
    for options in (("--output-format", "json"), ()):
        changes = {it.name: it for it in planned(home, *options).changes}
        assert set(changes) == {"came", "four"}
        assert changes["came"].expected, "it comes"
        assert not changes["came"].installed
        assert not changes["four"].expected, "it goes"
    assert home.freely("sync").status == 0
    home.depend("three==1.0")
    assert home.freely("lock").status == 0
    for options in (("--output-format", "json"), ()):
        (gone,) = planned(home, *options).changes
        assert (gone.name, gone.expected) == ("came", "")


@pytest.mark.parametrize("source", [wheel, archive, directory])
def test_a_path(home: Home, tmp_path: Path, source: Source) -> None:
    check(home, source(tmp_path / "sources"))


def test_a_registry(home: Home) -> None:
    write_wheel(home.index.wheels, "came", "1.0")
    check(home, "came")


def test_an_editable_source(home: Home, tmp_path: Path) -> None:
    folder = write_source(tmp_path / "came", "came", "1.0")
    home.more += f"\n[tool.uv.sources]\ncame = {{ path = {str(folder)!r}, editable = true }}\n"
    check(home, "came")


def test_a_repository(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "repository"
    write_repository(folder, "came", home.surroundings())
    check(home, f"came @ git+{folder.as_uri()}@v1.0")

"""The environment is a link, and somebody points it elsewhere in the middle of a sync."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ..crash.scenes import snapshot
from .home import Home, check_ended
from .other_pythons import other_python

pytestmark = pytest.mark.slow

NEW = ("three==2.0", "four==2.0")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path)
    home.environment.rename(tmp_path / "first")
    home.environment.symlink_to(tmp_path / "first")
    # The other one has what is pinned, and more.
    home.want(*NEW)
    home.variables["UV_PROJECT_ENVIRONMENT"] = str(tmp_path / "other")
    assert home.freely("sync", "--frozen").status == 0
    del home.variables["UV_PROJECT_ENVIRONMENT"]
    (tmp_path / "other/mine.txt").write_text("precious")
    yield home
    home.close()


@pytest.mark.parametrize(
    ("command", "before_it"), [("sync", True), ("sync", False), ("recreate", True)]
)
def test_it_leads_elsewhere(home: Home, tmp_path: Path, command: str, *, before_it: bool) -> None:
    first, other = tmp_path / "first", tmp_path / "other"
    before, others = snapshot(first), snapshot(other)
    leads = f'ln -sfn "{other}" "{home.environment}"'
    scripts = (leads, 'exec "$UV" "$@"') if before_it else ('"$UV" "$@"', leads)
    home.stand_in(f'[ "$1" = sync ] || exec "$UV" "$@"; {"; ".join(scripts)}')
    ended = home.lockstep_freely(command)
    words = f"{home.environment} now leads to {other}", "demo is as it was"
    check_ended(ended, 1, "restored", *words)
    assert snapshot(first) == before
    assert snapshot(other) == others
    assert home.environment.readlink() == other
    assert not (tmp_path / ".lockstep").exists()
    assert not list(home.state.rglob("journal.jsonl"))


def test_it_leads_elsewhere_before_a_recovery(home: Home, tmp_path: Path) -> None:
    """The journal knows the real environment, and the link's new target is left alone."""
    first, other = tmp_path / "first", tmp_path / "other"
    home.forget()
    home.variables["UV_CACHE_DIR"] += " of nobody"
    home.index.feel("stalls", r"/three-2.*whl$")
    before, others = snapshot(first), snapshot(other)
    process = home.start("recreate")
    home.index.wait_until_asked()
    process.kill()
    process.communicate()
    home.environment.unlink()
    home.environment.symlink_to(other)
    assert home.lockstep_freely("sweep").status == 0
    assert snapshot(other) == others
    # Under the name of the real environment it is put back.
    swept = home.lockstep_freely("sweep", "--environment", str(first))
    assert "interrupted sync was rolled back" in swept.json["warnings"][0]
    assert snapshot(first) == before
    assert not (tmp_path / ".lockstep").exists()


def test_what_a_link_leads_to_is_deleted_and_made_again(home: Home, tmp_path: Path) -> None:
    """An installer makes no environment behind a link to nothing."""
    ended = home.lockstep_freely("delete")
    check_ended(ended, 0, "done", f"{home.environment} is a link to it")
    assert home.environment.is_symlink()
    assert not list((tmp_path / "first").iterdir())
    assert home.lockstep_freely("sync").status == 0
    assert home.freely("sync", "--check").status == 0


@pytest.mark.parametrize("target", ["nowhere", "demo/.venv"])
@pytest.mark.parametrize("command", ["sync", "recreate"])
def test_a_dead_link_is_refused(home: Home, tmp_path: Path, command: str, target: str) -> None:
    home.environment.unlink()
    home.environment.symlink_to(tmp_path / target)
    assert home.freely("sync").status != 0
    ended = home.lockstep_freely(command)
    check_ended(ended, 2, "refused", "remove the link or create")
    assert "next: remove the link" in home.told("check").out


@pytest.mark.parametrize("command", ["sync", "recreate"])
def test_a_link_into_the_cache_stays_without_the_preview_feature(
    home: Home, tmp_path: Path, command: str
) -> None:
    """uv would remove the link, and make another environment in its place."""
    home.environment.unlink()
    home.variables["UV_PREVIEW"] = "1"
    assert home.freely("sync").status == 0
    assert home.environment.is_symlink()
    del home.variables["UV_PREVIEW"]
    if command == "sync":
        home.variables["UV_PYTHON"] = other_python()
    before = snapshot(home.environment.resolve())
    check_ended(
        home.lockstep_freely(command), 2, "refused", "uv keeps the environment in its cache"
    )
    assert snapshot(home.environment.resolve()) == before
    assert not list(tmp_path.rglob("journal.jsonl"))


@pytest.mark.parametrize(
    "command", [("sync",), ("sync", "--lock"), ("recreate",), ("add", "five"), ("repair",)]
)
def test_another_project_behind_a_link_stays(
    home: Home, tmp_path: Path, command: tuple[str, ...]
) -> None:
    """Its environment was made in its own folder, so all of it would go with a replacement."""
    (tmp_path / "first/pyproject.toml").write_text('[project]\nname = "other"\nversion = "1"\n')
    (tmp_path / "first/thesis.txt").write_text("years of work")
    before = snapshot(tmp_path / "first")
    ended = home.lockstep_freely(*command)
    check_ended(ended, 2, "refused", "it contains a project (pyproject.toml)")
    assert snapshot(tmp_path / "first") == before
    assert "it contains a project" in home.told("check").out
    assert home.lockstep_freely("repair", "--environment", ".venv").status == 2

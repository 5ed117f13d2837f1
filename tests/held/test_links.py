"""The environment is a link, and somebody points it elsewhere in the middle of a sync."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ..crash.scenes import snapshot
from .home import Home, check_ended

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
    words = f"{home.environment} leads to {other} now", "home is as it was"
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
    assert "the old environment was put back" in swept.json["warnings"][0]
    assert snapshot(first) == before
    assert not (tmp_path / ".lockstep").exists()

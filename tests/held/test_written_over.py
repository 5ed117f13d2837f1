"""Files that a sync writes over although no RECORD of what goes names them, and that then fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..crash.scenes import snapshot
from ..oracle.shelf import write_wheel
from .lab import Lab
from .shelf import home, lockstep, shelf

__all__ = ["home", "shelf"]
pytestmark = pytest.mark.slow

FAILS = '"$UV" "$@" || exit; [ "$1" != sync ] || exit 1'


@pytest.mark.parametrize("brought", ["othername/a.py", "othername.py", "scripts/precious"])
def test_what_lay_there_before_returns(home: Lab, shelf: Path, brought: str) -> None:
    """As after a removal that was cut off so early that the metadata alone is gone."""
    folder, _, name = brought.rpartition("/")
    is_script = folder == "scripts"
    more = {f"four-1.0.data/{brought}" if is_script else brought: "new"}
    write_wheel(shelf, "four", "1.0", more=more)
    home.make("three==1.0")
    place = home.environment / "bin" / name if is_script else home.site_packages / brought
    place.parent.mkdir(exist_ok=True)
    place.write_text("precious")
    before = snapshot(home.environment)
    home.depend("three==1.0", "four")
    home.stand_in(FAILS)
    lockstep(home, "sync", "--lock", status=1)
    assert snapshot(home.environment) == before
    home.stand_in('exec "$UV" "$@"')
    lockstep(home, "sync", "--lock")
    assert place.read_text().endswith("new")


def test_a_file_of_a_package_that_stays_is_fetched_again(home: Lab, shelf: Path) -> None:
    """Two packages bring it; nobody knows that before the second one has."""
    write_wheel(shelf, "two", "2.0", more={"joint/both.py": "of another two"})
    home.make("one==1.0")
    both = home.site_packages / "joint/both.py"
    home.depend("one==1.0", "two==2.0")
    home.stand_in(f"{FAILS}")
    said = lockstep(home, "sync", "--lock", status=1)
    assert said.endswith("demo is as it was")
    assert both.read_text() == "of both"
    home.depend("one==1.0")
    home.stand_in('exec "$UV" "$@"')
    lockstep(home, "sync", "--lock")
    assert lockstep(home, "sync") == "Nothing to do: demo is in step"


def test_one_that_cannot_be_fetched_again_is_told_once(home: Lab, shelf: Path) -> None:
    """Its package is gone from where it came from; nothing waits for it for ever."""
    write_wheel(shelf, "two", "2.0", more={"joint/both.py": "of another two"})
    home.make("one==1.0")
    home.depend("one==1.0", "two==2.0")
    home.stand_in(f'[ "$2" != install ] || exit 2; {FAILS}')
    ended = home.lockstep_freely("sync", "--lock")
    place = str((home.site_packages / "joint/both.py").relative_to(home.environment))
    assert ended.json["outcome"] == "failed", ended.out
    assert ended.json["not_restored"] == [str(home.environment / place)]
    home.stand_in('exec "$UV" "$@"')
    lockstep(home, "sync", "--lock")


def test_what_somebody_else_wrote_meanwhile_stays(home: Lab) -> None:
    """And is told, and keeps no later sync from its work."""
    home.make("three==1.0")
    notes = home.environment / "share/notes"
    notes.parent.mkdir()
    notes.write_text("mine")
    home.depend("three==2.0")
    home.stand_in(f'echo more >"{notes}.new"; mv "{notes}.new" "{notes}"; {FAILS}')
    ended = home.lockstep_freely("sync", "--lock")
    assert ended.json["outcome"] == "restored", ended.out
    assert "share/notes was changed during the sync, and not put back" in ended.json["warnings"]
    assert notes.read_text() == "more\n"
    home.stand_in('exec "$UV" "$@"')
    lockstep(home, "sync", "--lock")
    assert notes.read_text() == "more\n"

"""File systems that lack something: links, locks, or a way to the disk, as some in user space."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ..crash.scenes import snapshot
from .home import Home, check_as_before, check_ended
from .test_orphans import sweep

pytestmark = pytest.mark.slow

LACKS = ("nolinks", "nolocks", "nosync")
NEW = ("three==2.0", "four==2.0")


@pytest.fixture(params=[*LACKS, "all"])
def home(tmp_path: Path, shim: Path, request: pytest.FixtureRequest) -> Iterator[Home]:
    home = Home(tmp_path, shim)
    lacks = LACKS if request.param == "all" else (request.param,)
    places = [(it, home.root) for it in lacks]
    places += [(it, home.state) for it in lacks if it != "nolocks"]
    home.rule(*(f"{it} {place}" for it, place in places))
    # For every program here, also one that is killed and the recovery after it.
    home.variables |= {"LD_PRELOAD": str(shim), "HELD_RULES": str(home.rules)}
    home.want(*NEW)
    yield home
    home.close()


def test_what_succeeds(home: Home) -> None:
    check_ended(home.lockstep("sync"), 0, "done", "Synced demo: 2 packages changed")
    assert not (home.root / ".lockstep").exists()
    assert home.lockstep("check", "--files").status == 0


@pytest.mark.parametrize("command", ["sync", "recreate"])
def test_what_fails(home: Home, command: str) -> None:
    home.index.feel("errs", r"/three-2.*whl$")
    before = snapshot(home.root)
    check_ended(home.lockstep(command), 1, "restored", "demo is as it was")
    check_as_before(home, before)


def test_what_is_killed(home: Home) -> None:
    home.index.feel("stalls", r"/three-2.*whl$")
    before = snapshot(home.root)
    process = home.start("sync")
    home.index.wait_until_asked()
    process.kill()
    process.communicate()
    sweep(home)
    check_as_before(home, before)


def test_a_state_folder_without_locks(home: Home) -> None:
    """One sync at a time could not be kept: nothing begins."""
    home.rule(f"nolocks {home.state}")
    before = snapshot(home.root)
    check_ended(home.lockstep("sync"), 2, "refused", "no journal can be kept", "No locks available")
    check_as_before(home, before)

"""File systems without links, locks or fsync, as some FUSE file systems are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ..crash.scenes import snapshot
from .demo_project import DemoProject, check_as_before, check_result
from .test_orphans import sweep

pytestmark = pytest.mark.slow

LACKS = ("nolinks", "nolocks", "nosync")
NEW = ("three==2.0", "four==2.0")


@pytest.fixture(params=[*LACKS, "all"])
def demo(tmp_path: Path, shim: Path, request: pytest.FixtureRequest) -> Iterator[DemoProject]:
    demo = DemoProject(tmp_path, shim)
    lacks = LACKS if request.param == "all" else (request.param,)
    folders = [(it, demo.root) for it in lacks]
    folders += [(it, demo.state) for it in lacks if it != "nolocks"]
    demo.set_rules(*(f"{it} {place}" for it, place in folders))
    # The rules hold for every process here, also for one that is killed and for its recovery.
    demo.variables |= {"LD_PRELOAD": str(shim), "HELD_RULES": str(demo.rules)}
    demo.relock(*NEW)
    yield demo
    demo.close()


def test_success(demo: DemoProject) -> None:
    check_result(demo.lockstep("sync"), 0, "done", "Synced demo: 2 packages changed")
    assert not (demo.root / ".lockstep").exists()
    assert demo.lockstep("check", "--files").status == 0


@pytest.mark.parametrize("command", ["sync", "recreate"])
def test_a_failure(demo: DemoProject, command: str) -> None:
    demo.index.behave("fails", r"/three-2.*whl$")
    before = snapshot(demo.root)
    check_result(demo.lockstep(command), 1, "restored", "demo is as it was")
    check_as_before(demo, before)


def test_a_kill(demo: DemoProject) -> None:
    demo.index.behave("stalls", r"/three-2.*whl$")
    before = snapshot(demo.root)
    process = demo.start("sync")
    demo.index.wait_until_stalled()
    process.kill()
    process.communicate()
    sweep(demo)
    check_as_before(demo, before)


def test_a_state_folder_without_locks(demo: DemoProject) -> None:
    """Without a lock, two syncs could run at once, so Lockstep refuses before any effect."""
    demo.set_rules(f"nolocks {demo.state}")
    before = snapshot(demo.root)
    check_result(
        demo.lockstep("sync"), 2, "refused", "no journal can be kept", "No locks available"
    )
    check_as_before(demo, before)

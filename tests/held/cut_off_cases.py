"""Cases for the golden messages after a killed sync, or an overwritten file."""

from __future__ import annotations

import os
import shutil

from ..oracle.handmade_packages import write_wheel
from .demo_project import DemoProject
from .plain_cases import NEW


def cut_off(demo: DemoProject) -> tuple[str, ...]:
    """The sync was killed while it waited for the index."""
    demo.relock(*NEW)
    demo.index.behave("stalls", r"/three-2.*whl$")
    process = demo.start("sync")
    demo.index.wait_until_stalled()
    process.kill()
    process.communicate()
    return ("sweep",)


def cut_off_inventory_damaged(demo: DemoProject) -> tuple[str, ...]:
    """The sync was killed after uv had finished; then the saved inventory was zeroed."""
    demo.relock(*NEW)
    kill_after_uv(demo)
    (picture,) = demo.state.rglob("picture.json")
    picture.write_bytes(bytes(picture.stat().st_size))
    return ("sync",)


def cut_off_inventory_missing(demo: DemoProject) -> tuple[str, ...]:
    """As above, but the inventory is missing: what was set aside must stay there."""
    demo.relock(*NEW)
    kill_after_uv(demo)
    (picture,) = demo.state.rglob("picture.json")
    picture.unlink()
    return ("sync",)


def cut_off_and_aside_deleted(demo: DemoProject) -> tuple[str, ...]:
    """The sync was killed after uv had finished; then the aside folder was deleted."""
    demo.relock(*NEW)
    kill_after_uv(demo)
    (demo.site_packages / "three.py").unlink()
    shutil.rmtree(demo.root / ".lockstep")
    return ("sweep",)


def overwritten(demo: DemoProject) -> tuple[str, ...]:
    """A new package overwrote a file of another one, which cannot be fetched again."""
    lock_overlapping_package(demo)
    demo.replace_uv('[ "$1" = sync ] || exit 2; "$UV" -q "$@"; exit 1')
    return ("sync",)


def cut_off_when_overwritten(demo: DemoProject) -> tuple[str, ...]:
    """As above, and the sync was killed after that."""
    lock_overlapping_package(demo)
    kill_after_uv(demo)
    return ("sweep",)


def kill_after_uv(demo: DemoProject) -> None:
    """Kill a sync after uv has changed the environment and before uv has exited."""
    os.mkfifo(demo.gate)
    demo.replace_uv(f'"$UV" "$@"; [ "$1" != sync ] || {{ echo >"{demo.gate}"; exec sleep 1000; }}')
    process = demo.start("sync")
    assert demo.gate.read_text()
    process.kill()
    process.communicate()


def lock_overlapping_package(demo: DemoProject) -> None:
    write_wheel(demo.index.wheels, "rival", "1.0", more={"four_1/a.py": "of a rival"})
    demo.relock("three==1.0", "four==1.0", "rival")


CUT_OFF_CASES = (
    *(cut_off, cut_off_inventory_damaged, cut_off_inventory_missing, cut_off_and_aside_deleted),
    *(overwritten, cut_off_when_overwritten),
)

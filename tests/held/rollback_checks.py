"""Checks for environments with a folder that cannot be renamed: mounts, overlays, XFS projects."""

from __future__ import annotations

from ..crash.scenes import snapshot
from .demo_project import DemoProject, check_as_before, check_result
from .test_orphans import sweep

NEW = ("three==2.0", "four==2.0")


def check_clean(demo: DemoProject) -> None:
    """uv and Lockstep have nothing left to do, and nothing is set aside."""
    assert not (demo.environment / ".lockstep").exists()
    assert not (demo.root / ".lockstep").exists()
    assert demo.plain_lockstep("check", "--files").status == 0
    assert demo.plain_uv("sync", "--frozen", "--check").status == 0


def check_rolled_back(demo: DemoProject, *commands: str) -> None:
    """Each command fails at a download, and the project is restored."""
    demo.relock(*NEW)
    demo.index.behave("fails", r"/three-2.*whl$")
    before = snapshot(demo.root)
    for command in commands:
        check_result(demo.plain_lockstep(command), 1, "restored", "demo is as it was")
        check_as_before(demo, before)


def check_recovered_after_kill(demo: DemoProject, command: str) -> None:
    """The command is killed while uv downloads, and a sweep restores the project."""
    demo.relock(*NEW)
    demo.index.behave("stalls", r"/three-2.*whl$")
    before = snapshot(demo.root)
    process = demo.start(command)
    demo.index.wait_until_stalled()
    process.kill()
    process.communicate()
    sweep(demo)
    check_as_before(demo, before)

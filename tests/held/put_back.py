"""Checks of a home whose environment cannot simply be renamed: mounts, layers, projects of XFS."""

from __future__ import annotations

from ..crash.scenes import snapshot
from .home import Home, check_as_before, check_ended
from .test_orphans import sweep

NEW = ("three==2.0", "four==2.0")


def check_nothing_is_left(home: Home) -> None:
    """uv and Lockstep want nothing more, and nothing is set aside."""
    assert not (home.environment / ".lockstep").exists()
    assert not (home.root / ".lockstep").exists()
    assert home.lockstep_freely("check", "--files").status == 0
    assert home.freely("sync", "--frozen", "--check").status == 0


def check_put_back(home: Home, *commands: str) -> None:
    """Each command fails at a download, and everything is as before."""
    home.want(*NEW)
    home.index.feel("errs", r"/three-2.*whl$")
    before = snapshot(home.root)
    for command in commands:
        check_ended(home.lockstep_freely(command), 1, "restored", "demo is as it was")
        check_as_before(home, before)


def check_put_back_after_a_crash(home: Home, command: str) -> None:
    """The command is killed while uv downloads, and a sweep puts everything back."""
    home.want(*NEW)
    home.index.feel("stalls", r"/three-2.*whl$")
    before = snapshot(home.root)
    process = home.start(command)
    home.index.wait_until_asked()
    process.kill()
    process.communicate()
    sweep(home)
    check_as_before(home, before)

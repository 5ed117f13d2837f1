"""Moments after a sync that was cut off, or that has written over what nobody has kept."""

from __future__ import annotations

import os
import shutil

from ..oracle.shelf import write_wheel
from .home import Home
from .plain_moments import NEW


def cut_off(home: Home) -> tuple[str, ...]:
    """Killed while it waited for the index."""
    home.want(*NEW)
    home.index.feel("stalls", r"/three-2.*whl$")
    process = home.start("sync")
    home.index.wait_until_asked()
    process.kill()
    process.communicate()
    return ("sweep",)


def cut_off_and_damaged(home: Home) -> tuple[str, ...]:
    """Killed when uv was done, and the disk has lost something."""
    home.want(*NEW)
    kill_behind_uv(home)
    (picture,) = home.state.rglob("picture.json")
    picture.write_bytes(bytes(picture.stat().st_size))
    return ("sync",)


def cut_off_and_lost(home: Home) -> tuple[str, ...]:
    """The same, and the inventory is gone: what was set aside must stay there."""
    home.want(*NEW)
    kill_behind_uv(home)
    (picture,) = home.state.rglob("picture.json")
    picture.unlink()
    return ("sync",)


def cut_off_and_robbed(home: Home) -> tuple[str, ...]:
    """Killed when uv was nearly done, and somebody has tidied up since."""
    home.want(*NEW)
    kill_behind_uv(home)
    (home.site_packages / "three.py").unlink()
    shutil.rmtree(home.root / ".lockstep")
    return ("sweep",)


def written_over(home: Home) -> tuple[str, ...]:
    """A new package brought a file of another one, which cannot be fetched again."""
    bring_a_rival(home)
    home.stand_in('[ "$1" = sync ] || exit 2; "$UV" -q "$@"; exit 1')
    return ("sync",)


def cut_off_when_written_over(home: Home) -> tuple[str, ...]:
    """The same, and killed just then."""
    bring_a_rival(home)
    kill_behind_uv(home)
    return ("sweep",)


def kill_behind_uv(home: Home) -> None:
    """Kill a sync whose uv has done its work, and does not end."""
    os.mkfifo(home.gate)
    home.stand_in(f'"$UV" "$@"; [ "$1" != sync ] || {{ echo >"{home.gate}"; exec sleep 1000; }}')
    process = home.start("sync")
    assert home.gate.read_text()
    process.kill()
    process.communicate()


def bring_a_rival(home: Home) -> None:
    write_wheel(home.index.wheels, "rival", "1.0", more={"four_1/a.py": "of a rival"})
    home.want("three==1.0", "four==1.0", "rival")


CUT = (
    *(cut_off, cut_off_and_damaged, cut_off_and_lost, cut_off_and_robbed),
    *(written_over, cut_off_when_written_over),
)

"""Other installers at the same time: nothing is half done, and nothing of theirs is lost unsaid."""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..environments import make_dist_info
from .home import Home, check_ended
from .lab import UV

pytestmark = pytest.mark.slow

ROUNDS = int(os.environ.get("LOCKSTEP_ROUNDS", "6"))
OLD = ("three==1.0", "four==1.0")
NEW = ("three==2.0", "four==2.0")
SLIPS_IN = '"$UV" pip install -q --python "{environment}" five || exit 9'


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path)
    yield home
    home.close()


def test_all_at_once(home: Home) -> None:
    chance = random.Random(seed := random.randrange(10**6))
    print(f"seed {seed}")
    for number in range(ROUNDS):
        home.depend(*(OLD if number % 2 else NEW))
        assert home.freely("lock").status == 0
        check_round(home, chance)
        assert home.freely("pip", "uninstall", "-q", "five").status == 0


def check_round(home: Home, chance: random.Random) -> None:
    """Four at once, in any order."""
    kinds = ["lockstep", "lockstep", "sync", "pip"]
    chance.shuffle(kinds)
    processes = [(kind, begin(home, kind)) for kind in kinds]
    ended = {it: (kind, it.communicate()[0], it.returncode) for kind, it in processes}
    told = "".join(out for _, out, _ in ended.values())
    for kind, out, status in ended.values():
        assert status == 0 or (kind == "lockstep" and "another sync" in out), (kinds, told)
    assert home.lockstep_freely("sweep").status == 0
    assert not list(home.state.rglob("journal.jsonl"))
    assert not (home.root / ".lockstep").exists()
    is_there = check_sound(home)
    # Both kinds of sync take away what is not pinned; but then they say so.
    assert is_there or "- five" in told or '"name": "five"' in told, (kinds, told)


def check_sound(home: Home) -> bool:
    """All is as it is pinned; whether somebody else's package is there too."""
    checked = home.lockstep_freely("check", "--files").json
    assert {it["code"] for it in checked["findings"]} <= {"package-unexpected"}, checked
    names = [it["name"] for it in checked["changes"]]
    assert names in ([], ["five"])
    return bool(names)


def begin(home: Home, kind: str) -> subprocess.Popen[str]:
    if kind == "lockstep":
        return home.start("sync")
    command = ("pip", "install", "five") if kind == "pip" else ("sync", "--frozen")
    return home.start_program(str(UV), *command)


@pytest.mark.parametrize(
    ("step", "arguments"),
    [
        ("sync", ("sync",)),
        ("sync", ("add", "three==2.0")),
        ("sync", ("repair",)),
        ("pip", ("sync",)),
        ("pip", ("remove", "four")),
    ],
    ids=lambda it: it if isinstance(it, str) else " ".join(it),
)
def test_what_slips_in_before_a_step_stays(
    home: Home, step: str, arguments: tuple[str, ...]
) -> None:
    """After `.lock` was let go, and before our installer has taken it."""
    if arguments == ("sync",):
        home.depend("three==2.0")
        assert home.freely("lock").status == 0
    if arguments == ("repair",):
        (home.site_packages / "four.py").unlink()
    slips_in = SLIPS_IN.format(environment=home.environment)
    home.stand_in(f'[ "$1" = {step} ] && {{ {slips_in}; }}; exec "$UV" "$@"')
    ended = home.lockstep_freely(*arguments)
    assert (ended.status, ended.json["outcome"]) == (0, "done"), ended
    if arguments != ("repair",):
        assert "five was changed by another process" in ended.json["warnings"]
    assert check_sound(home), "what slipped in is gone"


def test_what_slips_in_before_anything_is_set_aside_stays(home: Home) -> None:
    """Another installer comes between uv's plan and the first effect."""
    home.depend("three==2.0")
    assert home.freely("lock").status == 0
    prepared = home.root.parent / "prepared"
    prepared.mkdir()
    make_dist_info(prepared, "slipped-1.0")
    moves = f'mv "{prepared}/slipped-1.0.dist-info" "{home.site_packages}"'
    slips_in = (
        f'case " $* " in *" --dry-run "*) [ ! -e "{prepared}/slipped-1.0.dist-info" ] || {moves}'
    )
    home.stand_in(f'"$UV" "$@"; ended=$?; {slips_in};; esac; exit $ended', also_asked=True)
    ended = home.lockstep_freely("sync")
    assert ended.status == 0, ended.out
    (told,) = ended.json["warnings"]
    assert told == "slipped was changed by another process"
    assert (home.site_packages / "slipped-1.0.dist-info").is_dir()


def test_what_slips_in_before_a_step_that_fails_stays_too(home: Home) -> None:
    home.depend("three==2.0")
    assert home.freely("lock").status == 0
    slips_in = SLIPS_IN.format(environment=home.environment)
    home.stand_in(f'[ "$1" = sync ] || exec "$UV" "$@"; {slips_in}; "$UV" "$@"; exit 1')
    check_ended(home.lockstep_freely("sync"), 1, "restored", "demo is as it was")
    frozen = home.freely("pip", "freeze").out.split()
    assert frozen == ["five==1.0", "four==1.0", "three==1.0"]

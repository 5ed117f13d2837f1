"""What may not be written or read, from the beginning or all at once in the middle."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from ..crash.scenes import snapshot
from ..untested import untested
from .home import Home, check_as_before, check_ended

pytestmark = pytest.mark.slow

NEW = ("three==2.0", "four==2.0")
_DROP_FROM_ALL = 24
_CAPABILITIES = (1, 2)  # to pass over the rights of files, and over those of reading alone


def as_everybody() -> None:
    """Let the rights of files count for root too, in this process and all that it starts."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None)
        for capability in _CAPABILITIES:
            assert libc.prctl(_DROP_FROM_ALL, capability, 0, 0, 0) == 0


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    if os.geteuid() == 0 and sys.platform != "linux":
        untested("root may do everything here: NO RIGHTS WERE TESTED")
    home = Home(tmp_path)
    home.limits = as_everybody
    yield home
    for folder in (home.root, home.root.parent, *home.root.parent.rglob("*")):
        if folder.is_dir() and not folder.is_symlink():
            folder.chmod(0o755)
    home.close()


class Closed(NamedTuple):
    """A folder that is closed to us, and what is said then."""

    name: str
    folder: Callable[[Home], Path]
    mode: int
    arguments: tuple[str, ...]
    status: int
    kind: str
    says: str


RESTORED = (1, "restored")
REFUSED = (2, "refused")
MOVED = "this user may not write in"

CLOSED = (
    Closed("a package", lambda it: it.site_packages / "parts", 0o555, ("sync",), *REFUSED, MOVED),
    Closed("site-packages", lambda it: it.site_packages, 0o555, ("sync",), *REFUSED, MOVED),
    Closed("anew", lambda it: it.environment, 0o555, ("recreate",), *REFUSED, MOVED),
    Closed("deleted", lambda it: it.environment, 0o555, ("delete",), *REFUSED, MOVED),
    Closed("add", lambda it: it.root, 0o555, ("add", "five"), *RESTORED, "Permission denied"),
    Closed("cache", lambda it: it.root.parent / "old cache", 0, ("sync",), *REFUSED, "old cache"),
    Closed("state", lambda it: it.state, 0o555, ("sync",), *REFUSED, "no journal can be kept: "),
)


@pytest.mark.parametrize("closed", CLOSED, ids=[it.name for it in CLOSED])
def test_a_closed_folder(home: Home, closed: Closed) -> None:
    home.depend(*NEW)
    assert home.freely("lock").status == 0
    home.state.mkdir(exist_ok=True)
    folder = closed.folder(home)
    folder.chmod(closed.mode)
    before = snapshot(home.root)
    ended = home.lockstep_freely(*closed.arguments)
    check_ended(ended, closed.status, closed.kind, closed.says)
    check_as_before(home, before)


@pytest.mark.parametrize("folder", ["the environment", "the project"])
def test_a_closed_folder_that_is_in_nobody_s_way(home: Home, folder: str) -> None:
    """Where nothing can be made beside the environment, it is made in it."""
    home.depend(*NEW)
    assert home.freely("lock").status == 0
    (home.environment if folder == "the environment" else home.root).chmod(0o555)
    check_ended(home.lockstep_freely("sync"), 0, "done", "Synced demo: 2 packages changed")
    assert home.lockstep_freely("check", "--files").status == 0
    assert not (home.environment / ".lockstep").exists()


def test_an_environment_is_made_anew_in_a_closed_project(home: Home) -> None:
    home.want(*NEW)
    home.root.chmod(0o555)
    ended = home.lockstep_freely("recreate")
    check_ended(ended, 0, "done", "Recreated the environment of demo")
    assert home.lockstep_freely("check", "--files").status == 0
    assert not (home.environment / ".lockstep").exists()


def test_an_environment_is_deleted_in_a_closed_project(home: Home) -> None:
    home.root.chmod(0o555)
    words = (
        "Deleted everything in ",
        f"the folder itself stays: this user may not write in {home.root}",
    )
    check_ended(home.lockstep_freely("delete"), 0, "done", *words)
    assert list(home.environment.iterdir()) == []


MIDWAY = (
    ("a package", 'chmod 555 "$SITE/parts"; exec "$UV" "$@"'),
    ("a package that nobody may even read", 'chmod 0 "$SITE/parts"; exec "$UV" "$@"'),
    ("site-packages", 'chmod 555 "$SITE"; exec "$UV" "$@"'),
    ("what is new", '"$UV" "$@"; chmod 555 "$SITE"/parts "$SITE"/*2.0* "$SITE"; exit 1'),
    ("what is new and was not there", '"$UV" "$@"; chmod 0 "$SITE"/four_2; exit 1'),
    ("the environment", '"$UV" "$@"; chmod 555 "$SITE" "$VENV"; exit 1'),
)


@pytest.mark.parametrize("script", [it[1] for it in MIDWAY], ids=[it[0] for it in MIDWAY])
def test_a_right_that_is_lost_in_the_middle(home: Home, script: str) -> None:
    home.want(*NEW)
    before = snapshot(home.root)
    stand_in(home, script)
    check_ended(home.lockstep_freely("sync"), 1, "restored", "demo is as it was")
    check_as_before(home, before)


def stand_in(home: Home, script: str) -> None:
    """What stands for uv when it installs."""
    places = f"SITE='{home.site_packages}' VENV='{home.environment}'"
    home.stand_in(f'{places}\n[ "$1" = sync ] || exec "$UV" "$@"\n{script}')


def test_a_right_that_is_lost_while_the_environment_is_made_anew(home: Home) -> None:
    home.want(*NEW)
    before = snapshot(home.root)
    stand_in(home, '"$UV" "$@"; chmod 555 "$SITE" "$VENV"; exit 1')
    check_ended(home.lockstep_freely("recreate"), 1, "restored", "demo is as it was")
    check_as_before(home, before)


@pytest.mark.parametrize("command", ["sync", "recreate"])
def test_a_right_that_stays_lost_is_waited_for(home: Home, command: str) -> None:
    """What was kept cannot be moved back; nothing else begins before it can."""
    home.want(*NEW)
    before = snapshot(home.root)
    aside_folder = home.root / ".lockstep" / "1"
    stand_in(home, f'"$UV" "$@"; chmod 555 "{home.root}" "{aside_folder}"; exit 1')
    said = home.lockstep_freely(command)
    check_ended(said, 1, "failed", "the rollback of demo is not complete: ")
    assert said.json["not_restored"]
    again = home.lockstep_freely("sync")
    check_ended(again, 2, "refused", "cannot put back")
    home.root.chmod(0o755)
    aside_folder.chmod(0o755)
    swept = home.lockstep_freely("sweep")
    assert swept.status == 0, swept
    assert swept.json["warnings"][0].endswith("interrupted sync was rolled back")
    check_as_before(home, before)


def test_a_state_folder_that_is_lost_is_waited_for(home: Home) -> None:
    """Everything is back, and the journal stays; nothing else begins before it can go."""
    before = snapshot(home.root)
    home.stand_in(f'"$UV" "$@" && chmod -R a-w "{home.state}"')
    said = home.lockstep_freely("add", "five")
    check_ended(said, 1, "restored", "demo is as it was")
    assert said.json["warnings"][-1].endswith("`lockstep sweep` deletes what was set aside")
    assert home.lockstep_freely("add", "five").status == 2
    for folder in (home.state, *home.state.rglob("*")):
        folder.chmod(0o755)
    swept = home.lockstep_freely("sweep")
    assert swept.status == 0, swept
    check_as_before(home, before)

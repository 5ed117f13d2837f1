"""A sync is cut off, and its user does what users do then: delete, and make anew."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ..ended import Ended
from .cut_moments import cut_off, kill_behind_uv
from .home import Home
from .plain_moments import NEW

pytestmark = pytest.mark.slow

STANDS = "an interrupted sync was completed"
PUT_BACK = "an interrupted sync was rolled back"
DELETED = "was deleted or recreated by another program; the environment stays as it is now"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """Its sync was killed when uv was done."""
    home = Home(tmp_path)
    home.want(*NEW)
    kill_behind_uv(home)
    home.stand_in('exec "$UV" "$@"')
    yield home
    home.close()


def deletes(home: Home) -> None:
    shutil.rmtree(home.environment)


def makes_anew(home: Home) -> None:
    deletes(home)
    assert home.freely("venv").status == 0


def installs_anew(home: Home) -> None:
    makes_anew(home)
    assert home.freely("sync").status == 0
    assert home.freely("pip", "install", "five").status == 0


def test_what_uv_has_wholly_done_stands(home: Home) -> None:
    swept = home.lockstep_freely("sweep")
    assert swept.json["warnings"] == [STANDS]
    assert home.freely("sync", "--check").status == 0


def test_what_the_user_has_done_since_stands(tmp_path: Path) -> None:
    """Killed before anything was installed; then its user runs uv."""
    home = Home(tmp_path)
    cut_off(home)
    home.index.feel("serves", r"/three-2.*whl$")
    assert home.freely("sync").status == 0
    swept = home.lockstep_freely("sweep")
    assert swept.json["warnings"] == [STANDS]
    assert home.freely("sync", "--check").status == 0
    home.close()


@pytest.mark.parametrize("spoils", [("three.py", "cut"), ("four-2.0.dist-info/RECORD", "")])
def test_what_is_not_whole_is_put_back(home: Home, spoils: tuple[str, str]) -> None:
    name, text = spoils
    (home.site_packages / name).write_text(text)
    swept = home.lockstep_freely("sweep")
    assert swept.json["warnings"] == [PUT_BACK]
    assert (home.site_packages / "three-1.0.dist-info").is_dir()
    assert lacks(home, "three-2.0", "four-2.0")


def lacks(home: Home, *labels: str) -> bool:
    return not any((home.site_packages / f"{it}.dist-info").exists() for it in labels)


@pytest.mark.parametrize("does", [deletes, makes_anew, installs_anew])
def test_what_the_user_made_of_it_stays(home: Home, does: Callable[[Home], None]) -> None:
    does(home)
    swept = home.lockstep_freely("sweep")
    (warning,) = swept.json["warnings"]
    assert warning.endswith(DELETED), swept.out
    assert not (home.root / ".lockstep").exists()
    if does is installs_anew:
        assert (home.site_packages / "five.py").exists()
    check_done(home.lockstep_freely("sync"))
    assert home.freely("sync", "--check").status == 0


def test_a_file_where_the_environment_was(home: Home) -> None:
    deletes(home)
    home.environment.write_text("somebody's")
    ended = home.lockstep_freely("sync")
    assert ended.status == 2, ended.out
    assert ended.json["warnings"][0].endswith(DELETED)
    assert home.environment.read_text() == "somebody's"


def test_deleted_while_a_sync_is_at_work(home: Home) -> None:
    """The old environment does not return to somebody who has just deleted it, and that is said."""
    home.lockstep_freely("sweep")
    home.want("three==1.0")
    home.stand_in(
        f'"$UV" "$@" || exit; [ "$1" != sync ] || {{ rm -r "{home.environment}"; exit 1; }}'
    )
    ended = home.lockstep_freely("sync")
    assert ended.status == 1
    assert ended.json["outcome"] == "failed"
    assert ended.json["message"].endswith(DELETED), ended.out
    home.stand_in('exec "$UV" "$@"')
    check_done(home.lockstep_freely("sync"))


def check_done(ended: Ended) -> None:
    assert ended.status == 0, ended.out
    assert "interrupted sync" not in ended.out

"""A sync is killed, and then the user deletes or recreates the environment."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ..program_result import ProgramResult
from .cut_off_cases import cut_off, kill_after_uv
from .demo_project import DemoProject
from .plain_cases import NEW

pytestmark = pytest.mark.slow

STANDS = "an interrupted sync was completed"
PUT_BACK = "an interrupted sync was rolled back"
DELETED = "was deleted or recreated by another program; the environment stays as it is now"


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[DemoProject]:
    """A project with a sync that was killed after uv had finished."""
    demo = DemoProject(tmp_path)
    demo.relock(*NEW)
    kill_after_uv(demo)
    demo.replace_uv('exec "$UV" "$@"')
    yield demo
    demo.close()


def deletes(demo: DemoProject) -> None:
    shutil.rmtree(demo.environment)


def recreates(demo: DemoProject) -> None:
    deletes(demo)
    assert demo.plain_uv("venv").status == 0


def recreates_and_installs(demo: DemoProject) -> None:
    recreates(demo)
    assert demo.plain_uv("sync").status == 0
    assert demo.plain_uv("pip", "install", "five").status == 0


def test_a_complete_installation_is_committed(demo: DemoProject) -> None:
    swept = demo.plain_lockstep("sweep")
    assert swept.json["warnings"] == [STANDS]
    assert demo.plain_uv("sync", "--check").status == 0


def test_a_sync_that_the_user_has_run_since_is_kept(tmp_path: Path) -> None:
    """The sync is killed before anything is installed; then the user runs uv."""
    demo = DemoProject(tmp_path)
    cut_off(demo)
    demo.index.behave("serves", r"/three-2.*whl$")
    assert demo.plain_uv("sync").status == 0
    swept = demo.plain_lockstep("sweep")
    assert swept.json["warnings"] == [STANDS]
    assert demo.plain_uv("sync", "--check").status == 0
    demo.close()


@pytest.mark.parametrize("spoils", [("three.py", "cut"), ("four-2.0.dist-info/RECORD", "")])
def test_an_incomplete_installation_is_rolled_back(
    demo: DemoProject, spoils: tuple[str, str]
) -> None:
    name, text = spoils
    (demo.site_packages / name).write_text(text)
    swept = demo.plain_lockstep("sweep")
    assert swept.json["warnings"] == [PUT_BACK]
    assert (demo.site_packages / "three-1.0.dist-info").is_dir()
    assert lacks(demo, "three-2.0", "four-2.0")


def lacks(demo: DemoProject, *labels: str) -> bool:
    return not any((demo.site_packages / f"{it}.dist-info").exists() for it in labels)


@pytest.mark.parametrize("does", [deletes, recreates, recreates_and_installs])
def test_an_environment_deleted_or_recreated_since_is_kept(
    demo: DemoProject, does: Callable[[DemoProject], None]
) -> None:
    does(demo)
    swept = demo.plain_lockstep("sweep")
    (warning,) = swept.json["warnings"]
    assert warning.endswith(DELETED), swept.out
    assert not (demo.root / ".lockstep").exists()
    if does is recreates_and_installs:
        assert (demo.site_packages / "five.py").exists()
    check_done(demo.plain_lockstep("sync"))
    assert demo.plain_uv("sync", "--check").status == 0


def test_a_file_in_place_of_the_environment(demo: DemoProject) -> None:
    deletes(demo)
    demo.environment.write_text("of a user")
    result = demo.plain_lockstep("sync")
    assert result.status == 2, result.out
    assert result.json["warnings"][0].endswith(DELETED)
    assert demo.environment.read_text() == "of a user"


def test_an_environment_deleted_during_a_sync(demo: DemoProject) -> None:
    """A rollback does not restore an environment that was deleted in the middle, and says so."""
    demo.plain_lockstep("sweep")
    demo.relock("three==1.0")
    demo.replace_uv(
        f'"$UV" "$@" || exit; [ "$1" != sync ] || {{ rm -r "{demo.environment}"; exit 1; }}'
    )
    result = demo.plain_lockstep("sync")
    assert result.status == 1
    assert result.json["outcome"] == "failed"
    assert result.json["message"].endswith(DELETED), result.out
    demo.replace_uv('exec "$UV" "$@"')
    check_done(demo.plain_lockstep("sync"))


def check_done(result: ProgramResult) -> None:
    assert result.status == 0, result.out
    assert "interrupted sync" not in result.out

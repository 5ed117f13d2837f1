"""What polling the disk finds, and when."""

from __future__ import annotations

from pathlib import Path

from lockstep.project.checker import Checker, CheckRequest
from lockstep.project.snapshot import Snapshot
from lockstep.session.events import EnvironmentChanged
from lockstep.session.watch import Watch
from tests.badinput.projects import make_project
from tests.environments import make_dist_info, touch


def checked(checker: Checker, folder: Path) -> Snapshot:
    return Snapshot(str(folder), 1, *checker.check(CheckRequest(str(folder))))


def test_a_change_during_a_check_is_found_by_the_next_poll(tmp_path: Path) -> None:
    packages = make_project(tmp_path)
    checker, watch = Checker({}), Watch()
    first = checked(checker, tmp_path)
    watch.remember(first, watch.look_before(str(tmp_path)))
    assert list(watch.look([first])) == []
    before = watch.look_before(str(tmp_path))
    second = checked(checker, tmp_path)
    make_dist_info(packages, "six-1.0")
    touch(packages)
    watch.remember(second, before)
    assert list(watch.look([second])) == [EnvironmentChanged(str(tmp_path))]


def test_a_change_is_reported_twice(tmp_path: Path) -> None:
    """An installer keeps writing, so a second check follows the first one."""
    packages = make_project(tmp_path)
    checker, watch = Checker({}), Watch()
    found = checked(checker, tmp_path)
    watch.remember(found, None)
    make_dist_info(packages, "six-1.0")
    touch(packages)
    checks = [len(list(watch.look([found]))) for _ in range(4)]
    assert checks == [1, 1, 0, 0]


def test_new_paths_have_no_earlier_fingerprint(tmp_path: Path) -> None:
    """The environment is another folder now; earlier fingerprints do not apply to it."""
    make_project(tmp_path)
    checker, watch = Checker({}), Watch()
    first = checked(checker, tmp_path)
    watch.remember(first, None)
    before = watch.look_before(str(tmp_path))
    (tmp_path / ".venv").rename(tmp_path / ".old")
    second = checked(checker, tmp_path)
    watch.remember(second, before)
    assert list(watch.look([second])) == []

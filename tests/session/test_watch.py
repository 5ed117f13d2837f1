"""What a look at the disk finds, and when."""

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


def test_what_changes_in_the_middle_of_a_check_is_seen_by_the_next_look(tmp_path: Path) -> None:
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


def test_a_change_is_told_twice_and_then_no_more(tmp_path: Path) -> None:
    """An installer writes for a while."""
    packages = make_project(tmp_path)
    checker, watch = Checker({}), Watch()
    found = checked(checker, tmp_path)
    watch.remember(found, None)
    make_dist_info(packages, "six-1.0")
    touch(packages)
    told = [len(list(watch.look([found]))) for _ in range(4)]
    assert told == [1, 1, 0, 0]


def test_other_paths_than_before_are_looked_at_afresh(tmp_path: Path) -> None:
    """The environment is another one since: what it was before says nothing of it."""
    make_project(tmp_path)
    checker, watch = Checker({}), Watch()
    first = checked(checker, tmp_path)
    watch.remember(first, None)
    before = watch.look_before(str(tmp_path))
    (tmp_path / ".venv").rename(tmp_path / ".old")
    second = checked(checker, tmp_path)
    watch.remember(second, before)
    assert list(watch.look([second])) == []

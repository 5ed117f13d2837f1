"""The inventory that is taken while an installer plans, and when it does not count any more."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lockstep.aside.inventory import take_inventory
from lockstep.aside.state_folder import state_folder
from lockstep.host.own_host import own_host
from lockstep.transaction.environment_transaction import EnvironmentTransaction
from lockstep.transaction.types import Assessment
from tests.environments import make_dist_info, make_environment
from tests.installed_package import install

NOTHING = Assessment("packages")


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """The packages of an environment that nothing has changed for a while."""
    found = make_environment(tmp_path / ".venv")
    install(found, "idna-3.10", {"idna/core.py": "1"})
    for folder in (found, tmp_path / ".venv/bin"):
        os.utime(folder, ns=(0, 1_600_000_000_000_000_000))
    return found


@pytest.fixture
def place(tmp_path: Path, packages: Path) -> Iterator[EnvironmentTransaction]:
    root = str((tmp_path / ".venv").resolve())
    assert packages.is_dir()
    found = EnvironmentTransaction(own_host(), state_folder(root, str(tmp_path / "state")), root)
    found.begin()
    found.make_aside_folder()
    yield found
    found.journal.close()


def seen(place: EnvironmentTransaction) -> bool:
    """Whether the inventory that counts is the one of the disk as it is."""
    place.set_files_aside(NOTHING, ())
    assert place.inventory
    return place.inventory.folders == take_inventory(place.root).folders


def unseen_note(packages: Path) -> None:
    (packages / "idna/notes.txt").write_text("mine")


def another_package(packages: Path) -> None:
    make_dist_info(packages, "six-1.17.0")


def another_script(packages: Path) -> None:
    (packages.parents[2] / "bin/tool").write_text("")


def the_same_package_again(packages: Path) -> None:
    (packages / "idna-3.10.dist-info").rename(packages / "old")
    (packages / "old").rename(packages / "idna-3.10.dist-info")


def test_it_counts_where_nothing_came(place: EnvironmentTransaction, packages: Path) -> None:
    """What another program writes in between is then as if it came while the installer worked."""
    place.look_ahead()
    unseen_note(packages)
    assert not seen(place)


@pytest.mark.parametrize("change", [another_package, another_script, the_same_package_again])
def test_it_does_not_where_packages_came(
    place: EnvironmentTransaction, packages: Path, change: Callable[[Path], None]
) -> None:
    place.look_ahead()
    change(packages)
    unseen_note(packages)
    assert seen(place)


def test_it_does_not_where_something_came_just_then(
    place: EnvironmentTransaction, packages: Path
) -> None:
    later = 2_000_000_000_000_000_000 * 2
    os.utime(packages, ns=(later, later))
    place.look_ahead()
    unseen_note(packages)
    assert seen(place)


def test_it_counts_once(place: EnvironmentTransaction, packages: Path) -> None:
    place.look_ahead()
    assert seen(place)
    unseen_note(packages)
    assert seen(place)

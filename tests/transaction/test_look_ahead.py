"""The inventory that is taken while uv plans, and when it has to be taken again."""

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
    """The site-packages of an environment that has not changed for a while."""
    found = make_environment(tmp_path / ".venv")
    install(found, "idna-3.10", {"idna/core.py": "1"})
    for folder in (found, tmp_path / ".venv/bin"):
        os.utime(folder, ns=(0, 1_600_000_000_000_000_000))
    return found


@pytest.fixture
def transaction(tmp_path: Path, packages: Path) -> Iterator[EnvironmentTransaction]:
    root = str((tmp_path / ".venv").resolve())
    assert packages.is_dir()
    found = EnvironmentTransaction(own_host(), state_folder(root, str(tmp_path / "state")), root)
    found.begin()
    found.make_aside_folder()
    yield found
    found.journal.close()


def matches_disk(transaction: EnvironmentTransaction) -> bool:
    """Whether the transaction's inventory matches the disk."""
    transaction.set_files_aside(NOTHING, ())
    assert transaction.inventory
    return transaction.inventory.folders == take_inventory(transaction.root).folders


def add_unnoticed_file(packages: Path) -> None:
    (packages / "idna/notes.txt").write_text("mine")


def add_package(packages: Path) -> None:
    make_dist_info(packages, "six-1.17.0")


def add_script(packages: Path) -> None:
    (packages.parents[2] / "bin/tool").write_text("")


def reinstall_package(packages: Path) -> None:
    (packages / "idna-3.10.dist-info").rename(packages / "old")
    (packages / "old").rename(packages / "idna-3.10.dist-info")


def test_it_is_used_if_nothing_was_installed(
    transaction: EnvironmentTransaction, packages: Path
) -> None:
    """Such a change is treated as one that happens while the installer works."""
    transaction.look_ahead()
    add_unnoticed_file(packages)
    assert not matches_disk(transaction)


@pytest.mark.parametrize("change", [add_package, add_script, reinstall_package])
def test_it_is_taken_again_after_an_installation(
    transaction: EnvironmentTransaction, packages: Path, change: Callable[[Path], None]
) -> None:
    transaction.look_ahead()
    change(packages)
    add_unnoticed_file(packages)
    assert matches_disk(transaction)


def test_it_is_taken_again_after_a_change_while_it_was_taken(
    transaction: EnvironmentTransaction, packages: Path
) -> None:
    later = 2_000_000_000_000_000_000 * 2
    os.utime(packages, ns=(later, later))
    transaction.look_ahead()
    add_unnoticed_file(packages)
    assert matches_disk(transaction)


def test_it_is_used_once(transaction: EnvironmentTransaction, packages: Path) -> None:
    transaction.look_ahead()
    assert matches_disk(transaction)
    add_unnoticed_file(packages)
    assert matches_disk(transaction)

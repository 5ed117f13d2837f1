"""The inventory that a transaction saves as the base of the next one."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from lockstep.aside import inventory
from lockstep.aside.rollback import Committed
from lockstep.aside.state_folder import StateFolder, state_folder
from lockstep.host.file_stamps import stamps_in
from lockstep.host.own_host import own_host
from lockstep.transaction.environment_transaction import EnvironmentTransaction
from lockstep.transaction.types import Assessment
from tests.environments import make_dist_info, make_environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="folders have no marks there")

COMING = Assessment("packages", coming=("six",))
# Long before the inventory is taken, so that no folder counts as just changed.
THEN = 1_600_000_000_000_000_000


@pytest.fixture(autouse=True)
def settled() -> Iterator[None]:
    """Count every folder as settled, also one that has just changed."""
    with patch.object(inventory, "SETTLED_NS", 0):
        yield


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    found = make_environment(tmp_path / ".venv")
    os.utime(found, ns=(THEN, THEN))
    return found


def state_of(packages: Path) -> StateFolder:
    root = packages.parents[2]
    return state_folder(str(root.resolve()), str(root.parent / "state"))


def sync(packages: Path, version: str, *, shows: bool = True) -> set[str]:
    """A transaction that adds a package; the names of the folders that its inventory lists."""
    state, root = state_of(packages), str(packages.parents[2].resolve())
    transaction = EnvironmentTransaction(own_host(), state, root)
    transaction.begin()
    transaction.make_aside_folder()
    with patch.object(inventory, "stamps_in", side_effect=stamps_in) as listing:
        transaction.set_files_aside(COMING, ())
    make_dist_info(packages, f"six-{version}")
    if not shows:
        os.utime(packages, ns=(THEN, THEN))
    transaction.journal.write(is_verified=True)
    assert transaction.commit() == Committed()
    return {Path(it.args[0]).name for it in listing.call_args_list}


def test_the_next_transaction_lists_changed_folders_only(packages: Path) -> None:
    assert {".venv", "bin", "lib", "python3.12", "site-packages"} <= sync(packages, "1.0")
    assert len(state_of(packages).bases()) == 1
    assert sync(packages, "2.0") == {"site-packages", "six-1.0.dist-info"}


def test_no_base_is_saved_where_folder_times_are_unreliable(packages: Path) -> None:
    every = sync(packages, "1.0", shows=False)
    assert state_of(packages).bases() == ()
    assert every < sync(packages, "2.0")

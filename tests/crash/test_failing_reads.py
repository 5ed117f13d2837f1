"""A failing call while an environment is read never changes the result.

An environment read as missing or incomplete would be replaced, and one read as unprotected deleted.
"""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from lockstep.aside.inventory import take_inventory
from lockstep.environment.protected import protection
from lockstep.environment.state import look_at
from lockstep.transaction.concurrent import concurrent_files

from ..environments import make_dist_info, make_environment
from .faults import faulty

ERRORS = (errno.EIO, errno.EMFILE)


def check_every_call(folder: Path, look: Callable[[], object]) -> None:
    """Each call of `look` fails once: the result is the same, or an error."""
    with faulty(str(folder)) as faults:
        expected = look()
    assert faults.calls
    for code in ERRORS:
        for number in range(1, faults.calls + 1):
            with faulty(str(folder), number, code):
                try:
                    found = look()
                except OSError:
                    continue
            assert found == expected, f"{errno.errorcode[code]} {number}"


def state_of(environment: Path) -> str:
    """The state of an environment.

    Raises:
        OSError: it cannot be read.
    """
    found = look_at(str(environment))
    if found.unreadable:
        raise OSError(found.unreadable[0])
    return found.state


def test_the_state_of_an_environment(tmp_path: Path) -> None:
    environment = tmp_path / ".venv"
    make_environment(environment)
    assert look_at(str(environment)).state == "sound"
    check_every_call(tmp_path, lambda: state_of(environment))


def test_a_missing_environment(tmp_path: Path) -> None:
    check_every_call(tmp_path, lambda: state_of(tmp_path / ".venv"))


@pytest.mark.parametrize("name", ["pyproject.toml", ".git", "lib/python3.12/os.py"])
def test_protected_contents_of_a_folder(tmp_path: Path, name: str) -> None:
    path = tmp_path / "folder" / name
    path.parent.mkdir(parents=True)
    path.touch()
    assert protection(str(tmp_path / "folder"))
    check_every_call(tmp_path, lambda: protection(str(tmp_path / "folder")))


def test_files_of_another_installer(tmp_path: Path) -> None:
    packages = make_environment(tmp_path / ".venv")
    make_dist_info(packages, "old-1.0")
    root = str(tmp_path / ".venv")
    before = take_inventory(root)
    (make_dist_info(packages, "six-1.0") / "RECORD").write_text("six.py,,\n")
    found = concurrent_files(root, before, ("old",))
    assert any(it.endswith("six.py") for it in found)
    check_every_call(tmp_path, lambda: concurrent_files(root, before, ("old",)))

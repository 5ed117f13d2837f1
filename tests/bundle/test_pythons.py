"""The server on every covered Python, none of which has anything installed that it would use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ..oracle.machine import pythons
from .traps import ISOLATED, SERVE, Traps, origins, set_traps

pytestmark = pytest.mark.slow

COVERED = ("3.10", "3.11", "3.12", "3.13")
MODULES = ("attrs", "cattrs", "lockstep", "lsprotocol", "packaging", "psutil", "pygls", "tomli")


@pytest.fixture
def traps(tmp_path: Path, libraries: Path) -> Traps:
    assert libraries.is_dir()
    return set_traps(tmp_path)


@pytest.fixture(params=COVERED)
def python(request: pytest.FixtureRequest) -> Path:
    found = pythons().get(request.param)
    if found is None and os.environ.get("CI") == "true":
        pytest.fail(f"Python {request.param} is not on this machine")
    return found or pytest.skip(f"Python {request.param} is not here, so NOTHING WAS TESTED on it")


def test_it_runs_with_nothing_installed(traps: Traps, python: Path) -> None:
    ended = traps.serve(python, "--version")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("lockstep ")
    assert not traps.marker.exists()


def test_commands_other_than_serve_keep_their_folder(traps: Traps, python: Path) -> None:
    (traps.folder / "pyproject.toml").write_text('[project]\nname = "x"\nversion = "1"\n')
    ended = traps.serve(python, "check", "--format", "json")
    assert '"lockfile-missing"' in ended.stdout, ended.stderr
    assert not traps.marker.exists()


def test_modules_come_from_the_bundle(traps: Traps, python: Path, libraries: Path) -> None:
    found = origins(traps, python, *MODULES)
    ours = {name: Path(path) for name, path in found.items()}
    assert ours.pop("lockstep").is_relative_to(SERVE.parent / "lockstep")
    assert ours.pop("psutil").is_relative_to(libraries / "native")
    assert all(path.is_relative_to(libraries / "pure") for path in ours.values())
    assert not traps.marker.exists()


def test_nothing_is_taken_from_the_pythons_own_packages(traps: Traps, python: Path) -> None:
    """pip is installed for most Pythons, and no module of the server's."""
    ended = traps.run(python, *ISOLATED, "-c", "import pip")
    if ended.returncode:
        pytest.skip("this Python has no pip")
    with pytest.raises(AssertionError, match="No module named 'pip'"):
        origins(traps, python, "pip")


def test_a_python_that_is_not_isolated_takes_no_module_of_the_projects(
    traps: Traps, python: Path
) -> None:
    """Some editor may be set up without -I; only sitecustomize comes before any line of ours."""
    (traps.folder / "sitecustomize" / "__init__.py").unlink(missing_ok=True)
    (traps.folder / "sitecustomize.py").unlink(missing_ok=True)
    ended = traps.run(python, "-B", str(SERVE), "check")
    assert ended.returncode in (1, 2), ended.stderr
    assert not traps.marker.exists()


def test_an_older_python_gets_one_clear_message(traps: Traps) -> None:
    older = sorted((Path.home() / ".pyenv" / "versions").glob("[23].[0-9].*/bin/python"))
    if not older:
        pytest.skip("no Python older than 3.10 is here")
    for python in older:
        ended = traps.run(python, "-E", "-s", "-B", str(SERVE), "--version")
        assert (ended.returncode, ended.stdout) == (2, "")
        assert ended.stderr.startswith("lockstep: Python 3.10 or newer is needed, and this is ")
        assert len(ended.stderr.splitlines()) == 2

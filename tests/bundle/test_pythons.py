"""The server on every supported Python, without any of the packages that it needs."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from .traps import ISOLATED, SERVE, Traps, origins

pytestmark = pytest.mark.slow

MODULES = ("attrs", "cattrs", "lockstep", "lsprotocol", "packaging", "psutil", "pygls", "tomli")


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


def test_no_module_comes_from_the_python_s_own_packages(traps: Traps, python: Path) -> None:
    """Most Pythons have pip, and none of the server's modules."""
    ended = traps.run(python, *ISOLATED, "-c", "import pip")
    if ended.returncode:
        pytest.skip("this Python has no pip")
    with pytest.raises(AssertionError, match="No module named 'pip'"):
        origins(traps, python, "pip")


def test_the_python_of_an_environment_serves_without_its_packages(
    traps: Traps, python: Path, tmp_path: Path
) -> None:
    environment = tmp_path / "environment"
    traps.run(python, "-m", "venv", "--without-pip", str(environment)).check_returncode()
    names = {it.name: it for it in environment.rglob("*") if it.name == "site-packages"}
    (names["site-packages"] / "only_here.py").touch()
    folder = "Scripts" if sys.platform == "win32" else "bin"
    inside = environment / folder / python.name
    found = origins(traps, inside, "tempfile", "asyncio", *MODULES)
    assert not [it for it in found.values() if Path(it).is_relative_to(environment)]
    assert traps.run(inside, "-I", "-c", "import only_here").returncode == 0
    with pytest.raises(AssertionError, match="No module named 'only_here'"):
        origins(traps, inside, "only_here")


def test_a_python_that_is_not_isolated_imports_no_module_of_the_project(
    traps: Traps, python: Path
) -> None:
    """An editor may omit -I; then only sitecustomize runs before Lockstep's own code."""
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

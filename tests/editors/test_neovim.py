"""Neovim shows the findings of `lockstep check` at the same places, also for unsaved edits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil
import pytest

from ..app_lockfile import app_lockfile
from ..environments import make_dist_info, make_environment
from ..lsp.project_factory import ProjectFactory
from ..patience import have_ended
from .neovim import HOUSE, Neovim, bundled, commands, find_neovim, installed

pytestmark = pytest.mark.slow

# Characters outside the basic plane have two units in LSP, and four bytes in Neovim.
MANIFEST = """\
[project]
name = "app"
version = "0.1.0"
requires-python = ">=3.10"
optional-dependencies = { "😀" = [] }
dependencies = [
    "idna>=3.9", # 😀
    'six; "😀" != "x"', "missing",
]
"""
LOCKFILE = app_lockfile(
    {"idna": ">=3.9", "missing": "", "six": ""},
    {"idna": "3.10", "missing": "1.0", "six": "1.17.0"},
    python=">=3.10",
)
SEVERITIES = ("error", "warning", "information", "hint")


@pytest.fixture
def neovim(tmp_path: Path) -> Neovim:
    program = find_neovim()
    if program is None and os.environ.get("CI") == "true" and sys.platform == "linux":
        pytest.fail("Neovim is not on this machine")
    if program is None:
        pytest.skip("Neovim is not on this machine, so NOTHING WAS TESTED with it")
    return Neovim(program, tmp_path / "neovim")


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    """The manifest of a project with a missing package and a package of another version."""
    folder = tmp_path / "pröject"
    folder.mkdir()
    (folder / "uv.lock").write_text(LOCKFILE, encoding="utf-8")
    (folder / "pyproject.toml").write_text(MANIFEST, encoding="utf-8")
    packages = make_environment(folder / ".venv")
    for label in ("idna-3.9", "six-1.17.0", "unexpected-1.0"):
        make_dist_info(packages, label)
    return folder / "pyproject.toml"


def check(manifest: Path) -> list[dict[str, Any]]:
    """The findings of the command line, in the form of the Lua report."""
    command = (sys.executable, "-m", "lockstep", "check", "--format", "json", "--files")
    ended = subprocess.run(
        command,
        cwd=manifest.parent,
        env={**os.environ, "PYTHONPATH": str(HOUSE / "server")},
        capture_output=True,
        check=False,
    )
    return sorted(map(_as_shown, json.loads(ended.stdout)["findings"]), key=_in_order)


def _in_order(shown: dict[str, Any]) -> str:
    """A sort key: the order of keys in a Lua table is undefined."""
    return json.dumps(shown, sort_keys=True)


def _as_shown(finding: dict[str, Any]) -> dict[str, Any]:
    lines = Path(finding["path"]).read_text(encoding="utf-8").splitlines()
    place = finding["range"]
    return {
        "path": finding["path"],
        "place": [*_in_bytes(place["start"], lines), *_in_bytes(place["end"], lines)],
        "code": finding["code"],
        "severity": 1 + SEVERITIES.index(finding["severity"]),
        "message": finding["message"],
        "source": "lockstep",
    }


def _in_bytes(position: dict[str, int], lines: list[str]) -> tuple[int, int]:
    units = lines[position["line"]].encode("utf-16-le")[: 2 * position["character"]]
    return position["line"], len(units.decode("utf-16-le").encode())


def has_ended(pid: int) -> bool:
    """Whether a server has ended, or ends in time."""
    try:
        return have_ended([psutil.Process(pid)])
    except psutil.NoSuchProcess:
        return True


@pytest.mark.parametrize("form", ["installed", "bundled"])
def test_it_shows_the_findings_of_the_command_line(
    neovim: Neovim, manifest: Path, libraries: Path, form: str
) -> None:
    assert libraries.is_dir()
    setup = installed() if form == "installed" else bundled(Path(sys.executable))
    report = neovim.run("watch.lua", manifest, setup)
    assert report["mistake"] == ""
    assert report["settled"]
    expected = check(manifest)
    assert sorted(report["opened"], key=_in_order) == expected
    assert {it["code"] for it in expected} >= {"package-missing", "package-version"}
    assert report["noticed"]
    (stale,) = (it for it in report["edited"] if "added-by-hand" in it["message"])
    assert stale["code"] == "lockfile-stale"
    assert report["forgotten"]
    assert has_ended(report["pid"])


def test_it_syncs_and_adds_by_the_commands_of_the_document(neovim: Neovim, tmp_path: Path) -> None:
    factory = ProjectFactory(tmp_path / "uv")
    project = factory.project("shelved==1.0")
    manifest = project / "pyproject.toml"
    setup = f"{installed()}\n{commands()}"
    report = neovim.run("sync.lua", manifest, setup, factory.variables)
    assert report["mistake"] == ""
    assert report["notifications"] == [
        "Synced demo: 1 package changed",
        "Added other==1.0 to demo: 1 package changed",
    ]
    assert factory.installed(project) == ["other-1.0", "shelved-1.0"]

"""Modules that a usual check does not import: importing them takes longer than the check."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.app_lockfile import app_lockfile
from tests.environments import make_dist_info, make_environment

SERVER = Path(__file__).parents[2] / "server"
NEVER = {
    *("packaging", "psutil", "logging", "traceback", "inspect", "dataclasses", "subprocess"),
    *("platform", "json", "csv", "glob", "pathlib", "urllib.parse", "ctypes", "pygls"),
}
_IMPORTED = re.compile(r"^import time:.*\| +([\w.]+)$", re.MULTILINE)
_MANIFEST = """
[project]
name = "app"
version = "0.1.0"
requires-python = ">=3.10"
dependencies = [
    "six>=1.16,<2",
    "tomli >= 2.0; python_version < '3.11' and sys_platform != 'win32'",
]
"""

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="there the markers of the machine need `platform`"
)


def imported(*command: str) -> set[str]:
    arguments = [sys.executable, "-X", "importtime", *command]
    variables = {**os.environ, "PYTHONPATH": str(SERVER)}
    done = subprocess.run(arguments, capture_output=True, text=True, check=False, env=variables)
    return set(_IMPORTED.findall(done.stderr))


def test_a_usual_check(tmp_path: Path) -> None:
    requirements = {"six": "<2,>=1.16"}
    text = app_lockfile(requirements, {"six": "1.17.0", "tomli": "2.2.1"}, python=">=3.10")
    old = '{ name = "six" },\n'
    marked = '    { name = "tomli", marker = "python_full_version < \'3.11\'" },\n'
    (tmp_path / "uv.lock").write_text(text.replace(old, old + marked))
    (tmp_path / "pyproject.toml").write_text(_MANIFEST)
    make_dist_info(make_environment(tmp_path / ".venv"), "six-1.17.0")
    found = imported("-m", "lockstep", "check", "--project", str(tmp_path))
    assert "lockstep.lockfiles.freshness" in found
    assert found & NEVER - imported("-c", "pass") == set()


def test_why(tmp_path: Path) -> None:
    text = app_lockfile({"six": ""}, {"six": "1.17.0"}, python=">=3.10")
    (tmp_path / "uv.lock").write_text(text)
    (tmp_path / "pyproject.toml").write_text(_MANIFEST)
    found = imported("-m", "lockstep", "why", "six", "--project", str(tmp_path))
    assert "lockstep.drift.chains" in found
    assert "lockstep.environment.scan" not in found
    assert found & {*NEVER, "difflib"} - imported("-c", "pass") == set()


def test_help() -> None:
    found = imported("-m", "lockstep", "sync", "--help")
    assert found & {*NEVER, "shutil", "tomllib"} - imported("-c", "pass") == set()

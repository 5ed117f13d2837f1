"""Reasons for another Python: reported with their place, and found without running anything."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from lockstep.model.report import Report
from lockstep.project.checker import Checker, CheckRequest
from tests.environments import make_environment, make_interpreter, make_windows_environment

pytestmark = [
    pytest.mark.usefixtures("simulated_linux"),
    pytest.mark.skipif(sys.platform == "win32", reason="the programs are scripts"),
]

MANIFEST = '[project]\nname = "app"\nversion = "1"\nrequires-python = ">=3.10"\n'
LOCKFILE = (
    'version = 1\nrevision = 3\nrequires-python = ">=3.10"\n\n'
    '[[package]]\nname = "app"\nversion = "1"\nsource = { virtual = "." }\n'
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "app"
    make_environment(folder / ".venv")
    (folder / "pyproject.toml").write_text(MANIFEST)
    (folder / "uv.lock").write_text(LOCKFILE)
    return folder


def report(project: Path, **variables: str) -> Report:
    found: Mapping[str, str] = {"PATH": os.environ["PATH"], **variables}
    return Checker(found).check(CheckRequest(str(project))).report


def messages(project: Path, **variables: str) -> list[str]:
    found = report(project, **variables)
    assert found.action == ("replace" if found.findings else "check")
    return [it.message for it in found.findings if it.code == "python-mismatch"]


def test_an_environment_made_on_windows(project: Path, tmp_path: Path) -> None:
    (project / ".venv").rename(tmp_path / "old")
    cfg = "home = C:\\Python312\nversion_info = 3.12.1\n"
    make_windows_environment(project / ".venv", cfg)
    assert messages(project) == [
        "the environment was created on Windows, and cannot run here",
    ]


def test_its_python_is_missing(project: Path) -> None:
    (project / ".venv/bin/python").unlink()
    (project / ".venv/bin/python").symlink_to("/no/such/python3.12")
    assert messages(project) == ["the environment's Python is gone: /no/such/python3.12"]


def test_preferences_are_reported_with_their_place(project: Path, tmp_path: Path) -> None:
    start = "the environment's Python 3.12.1 was not installed by uv, but"
    expected = f"{start} UV_MANAGED_PYTHON requires `only-managed`"
    assert messages(project, UV_MANAGED_PYTHON="1") == [expected]
    expected = f"{start} UV_PYTHON_PREFERENCE requires `only-managed`"
    assert messages(project, UV_PYTHON_PREFERENCE="only-managed") == [expected]
    user = tmp_path / "conf/uv/uv.toml"
    user.parent.mkdir(parents=True)
    user.write_text('python-preference = "only-managed"\n')
    expected = f"{start} `python-preference` in {user} requires `only-managed`"
    assert messages(project, XDG_CONFIG_HOME=str(tmp_path / "conf")) == [expected]
    manifest = project / "pyproject.toml"
    manifest.write_text(f'{MANIFEST}[tool.uv]\npython-preference = "only-managed"\n')
    found = report(project).findings[0]
    assert found.place.path == str(manifest)
    assert found.place.range.start.line == 5


def test_a_path_is_compared_and_never_run(project: Path, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    evil = project / "python"
    evil.write_text(f"#!/bin/sh\ntouch {ran}\n")
    evil.chmod(0o755)
    for text in ("./python", str(evil), "python", str(project)):
        (project / ".python-version").write_text(f"{text}\n")
        prefix = "the environment uses another Python, but the python-version file requests"
        assert messages(project) == [f"{prefix} {text}"]
        prefix = "the environment uses another Python, but --python or UV_PYTHON requests"
        assert messages(project, UV_PYTHON=text) == [f"{prefix} {text}"]
    assert not ran.exists()
    (project / ".python-version").write_text(".venv/bin/python\n")
    assert messages(project) == []


def test_the_preview_feature(project: Path, tmp_path: Path) -> None:
    cache = {"UV_CACHE_DIR": str(tmp_path / "cache")}
    found = report(project, UV_PREVIEW="1", **cache)
    assert found.action == "create"
    assert found.findings[0].message.endswith("and would delete what is here")
    cached = tmp_path / "cache/environments-v2/app-cpython3.12.1-0123"
    cached.parent.mkdir(parents=True)
    (project / ".venv").rename(cached)
    (project / ".venv").write_text(str(cached))
    found = report(project, UV_PREVIEW="1", **cache)
    assert (found.action, found.environment) == ("check", str(cached))
    found = report(project, **cache)
    assert (found.action, found.environment) == ("replace", str(project / ".venv"))
    assert [it.code for it in found.findings] == ["environment-foreign"]
    make_interpreter(project / "other")
    assert report(project, UV_PREVIEW_FEATURES="json-output", **cache).action == "replace"

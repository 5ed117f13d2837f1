"""A folder that cannot be examined does not end the thread of the session."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lockstep.project.checker import Checker, CheckRequest
from lockstep.project.discovery import root_above
from lockstep.project.file_cache import FileCache
from lockstep.session.watch import watched_paths
from tests.badinput.projects import make_project


def test_an_environment_that_cannot_be_read_is_watched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_project(tmp_path)
    checked = Checker({}).check(CheckRequest(str(tmp_path)))
    environment = checked.view.environment._replace(site_packages=())
    monkeypatch.setattr("lockstep.session.watch.find_site_packages", _denied)
    watched = watched_paths(checked.view._replace(environment=environment))
    assert str(tmp_path / ".venv") in watched


def test_a_path_that_cannot_be_examined_is_in_no_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lockstep.project.discovery.find_project", _denied)
    assert root_above(str(tmp_path), os.environ, FileCache()) == ""


def _denied(*_: object) -> None:
    """Stands for a folder without permissions, which root could read."""
    raise PermissionError(13, "Permission denied", "/nowhere")

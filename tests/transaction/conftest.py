"""The folders for the tests of state folders of environments that are gone."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return str(tmp_path / "state" / "lockstep")


@pytest.fixture
def projects(tmp_path: Path) -> Path:
    """A folder with a project that stays, so that it is no empty mount point."""
    (tmp_path / "projects" / "other").mkdir(parents=True)
    return (tmp_path / "projects").resolve()

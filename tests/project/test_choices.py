"""The extras, groups and members that can be selected in a workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from lockstep.drift.packages import choices
from lockstep.project.checker import Checker, CheckRequest


@pytest.mark.usefixtures("simulated_linux")
def test_choices_of_a_workspace_without_a_root_project(tmp_path: Path) -> None:
    root = "[tool.uv.workspace]\nmembers = ['*']\n[dependency-groups]\nlint = []\n"
    (tmp_path / "pyproject.toml").write_text(f"{root}[tool.uv]\ndefault-groups = 'all'\n")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        manifest = f'[project]\nname = "{name}"\nversion = "1"\n'
        extras = f"[project.optional-dependencies]\n{name}_more = []\n"
        (tmp_path / name / "pyproject.toml").write_text(manifest + extras)
    found = choices(Checker({}).check(CheckRequest(str(tmp_path))).view)
    assert found.extras == ("one-more", "two-more")
    assert found.members == ("one", "two")
    assert found.groups == found.default_groups == ("lint",)

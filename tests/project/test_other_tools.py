"""A project of another tool never gets a uv lockfile: a sync would remove its packages."""

from __future__ import annotations

from pathlib import Path

import pytest

from lockstep.model.intent import Intent, IntentKind
from lockstep.operations.preconditions import offered, refusal
from lockstep.project.checker import Checked, Checker, CheckRequest
from tests.environments import make_dist_info, make_environment

pytestmark = pytest.mark.usefixtures("simulated_linux")

PROJECT = '[project]\nname = "p"\nversion = "1"\nrequires-python = ">=3.12"\n'
KINDS: tuple[IntentKind, ...] = ("sync", "lock", "add", "remove", "recreate", "repair")


def check(folder: Path, manifest: str, *files: str) -> Checked:
    folder.mkdir(exist_ok=True)
    (folder / "pyproject.toml").write_text(manifest)
    for file in files:
        (folder / file).write_text("")
    return Checker({}).check(CheckRequest(str(folder)))


@pytest.mark.parametrize(
    ("manifest", "files", "message", "hint"),
    [
        (
            '[tool.poetry]\nname = "p"\nversion = "1"\n',
            ["poetry.lock"],
            "this project is managed by Poetry ([tool.poetry]), not by uv",
            "use its own command: `poetry sync`",
        ),
        (
            PROJECT,
            ["poetry.lock"],
            "this project is managed by Poetry (poetry.lock)",
            "poetry sync",
        ),
        (f"{PROJECT}[tool.pdm]\ndistribution = false\n", [], "managed by PDM", "pdm sync"),
        (PROJECT, ["pdm.lock"], "managed by PDM (pdm.lock)", "pdm sync"),
        (PROJECT, ["Pipfile"], "managed by Pipenv (Pipfile)", "pipenv sync"),
        (
            PROJECT,
            ["pylock.toml"],
            "managed by another installer (pylock.toml)",
            "uv pip sync pylock.toml",
        ),
        (PROJECT, ["environment.yml"], "managed by conda", "conda env update"),
        ("[tool.ruff]\nline-length = 100\n", [], "contains only settings", ""),
        ("[tool.uv.pip]\nuniversal = true\n", ["requirements.txt"], "contains only settings", ""),
        ("[tool.uv]\nmanaged = false\n", [], "contains only settings", ""),
        ('[tool.uv]\nindex-url = "https://index.example"\n', [], "contains only settings", ""),
        (f"{PROJECT}[tool.uv]\nmanaged = false\n", [], "uv does not manage this project", ""),
    ],
)
def test_the_tool_and_its_command_are_named(
    tmp_path: Path, manifest: str, files: list[str], message: str, hint: str
) -> None:
    make_dist_info(make_environment(tmp_path / ".venv"), "idna-3.10")
    checked = check(tmp_path, manifest, *files)
    assert checked.obstacle is not None
    assert message in checked.obstacle.message
    assert hint in checked.obstacle.hint
    assert not checked.report.in_step
    assert not checked.report.findings
    assert offered(checked.view, checked.obstacle) is None
    for kind in KINDS:
        assert message in str(refusal(checked.view, Intent(kind)))


@pytest.mark.parametrize(
    ("manifest", "files"),
    [
        (PROJECT, []),
        (PROJECT, ["requirements.txt"]),
        (f"{PROJECT}[tool.uv]\n", ["poetry.lock"]),
        ("[tool.uv.workspace]\nmembers = []\n", []),
        ("[tool.uv]\ndev-dependencies = []\n", []),
        ("[dependency-groups]\ndev = []\n", []),
    ],
)
def test_projects_of_uv(tmp_path: Path, manifest: str, files: list[str]) -> None:
    checked = check(tmp_path, manifest, *files)
    assert {it.code for it in checked.report.findings} == {
        *("lockfile-missing", "environment-missing")
    }
    assert offered(checked.view, checked.obstacle) == Intent("lock")

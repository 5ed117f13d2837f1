"""Workspaces with unusual members, and lockfiles with cyclic dependencies."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.badinput.projects import LOCKFILE, MANIFEST, make_project, run_check
from tests.environments import make_dist_info

pytestmark = pytest.mark.usefixtures("simulated_linux")
Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    "members",
    [
        '["*"]',
        '["**"]',
        '[""]',
        '["/"]',
        '["."]',
        '[".."]',
        '["[a"]',
        '["\\u0000"]',
        '["nowhere/*"]',
    ],
)
def test_strange_members(capsys: Capture, tmp_path: Path, members: str) -> None:
    make_project(tmp_path)
    text = f"{MANIFEST}[tool.uv.workspace]\nmembers = {members}\nexclude = {members}\n"
    (tmp_path / "pyproject.toml").write_text(text)
    run_check(capsys, tmp_path)


def test_two_members_with_one_name(capsys: Capture, tmp_path: Path) -> None:
    make_project(tmp_path)
    text = f'{MANIFEST}[tool.uv.workspace]\nmembers = ["*"]\n'
    (tmp_path / "pyproject.toml").write_text(text)
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "pyproject.toml").write_text(MANIFEST)
    assert run_check(capsys, tmp_path).status in (1, 2)


def test_a_member_that_is_not_toml_is_reported(capsys: Capture, tmp_path: Path) -> None:
    make_project(tmp_path)
    text = f'{MANIFEST}[tool.uv.workspace]\nmembers = ["*"]\n'
    (tmp_path / "pyproject.toml").write_text(text)
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "pyproject.toml").write_text("[project\n")
    answer = run_check(capsys, tmp_path)
    assert answer.status == 2
    assert str(Path("a") / "pyproject.toml") in answer.err


def test_settings_of_another_member_are_not_passed_over(capsys: Capture, tmp_path: Path) -> None:
    make_project(tmp_path)
    text = f'{MANIFEST}[tool.uv.workspace]\nmembers = ["*"]\n'
    (tmp_path / "pyproject.toml").write_text(text)
    (tmp_path / "a").mkdir()
    named = MANIFEST.replace('"app"', '"a"')
    (tmp_path / "a" / "pyproject.toml").write_text(f"{named}[tool.lockstep]\nignore = []\n")
    assert "`tool.lockstep` counts only in" in run_check(capsys, tmp_path).out


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_members_in_a_loop_of_links(capsys: Capture, tmp_path: Path) -> None:
    make_project(tmp_path)
    text = f'{MANIFEST}[tool.uv.workspace]\nmembers = ["packages/**"]\n'
    (tmp_path / "pyproject.toml").write_text(text)
    (tmp_path / "packages").mkdir()
    (tmp_path / "packages" / "again").symlink_to(tmp_path / "packages")
    run_check(capsys, tmp_path)


def test_a_long_cycle_of_packages(capsys: Capture, tmp_path: Path) -> None:
    """Hundreds of packages in one dependency cycle."""
    packages = make_project(tmp_path)
    count = 500
    entry = LOCKFILE[LOCKFILE.rindex("\n[[package]]") :]
    chain = []
    for number in range(count):
        after = f'dependencies = [\n    {{ name = "p{(number + 1) % count}" }},\n]\nsdist'
        chain.append(entry.replace('"idna"', f'"p{number}"').replace("sdist", after))
    text = LOCKFILE.replace('{ name = "idna" },\n]', '{ name = "idna" },\n    { name = "p0" },\n]')
    (tmp_path / "uv.lock").write_text(text + "".join(chain))
    make_dist_info(packages, "p0-3.10")
    answer = run_check(capsys, tmp_path, "--format", "json")
    assert answer.status == 1
    assert len(answer.report["changes"]) == count - 1


@pytest.mark.parametrize(
    "edge",
    [
        '{ name = "nowhere" }',
        '{ name = "app" }',
        '{ name = "idna", version = "9" }',
        '{ name = "idna", extra = ["nowhere"] }',
        '{ name = "idna", marker = "nonsense" }',
        '{ name = "idna", source = { virtual = "." } }',
        '{ name = "" }',
    ],
)
def test_dangling_edges(capsys: Capture, tmp_path: Path, edge: str) -> None:
    make_project(tmp_path)
    (tmp_path / "uv.lock").write_text(LOCKFILE.replace('{ name = "idna" },\n]', f"{edge},\n]"))
    run_check(capsys, tmp_path, "--all-extras", "--all-groups")


def test_names_in_other_spellings(capsys: Capture, tmp_path: Path) -> None:
    packages = make_project(tmp_path)
    shutil.rmtree(packages / "idna-3.10.dist-info")
    make_dist_info(packages, "IDNA-3.10.0")
    manifest = tmp_path / "pyproject.toml"
    manifest.write_text(MANIFEST.replace('"app"', '"APP"').replace("idna>", "Idna >"))
    assert run_check(capsys, tmp_path).status == 0

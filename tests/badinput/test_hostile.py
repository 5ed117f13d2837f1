"""Hostile repositories: a check terminates, reports the problem, and has no side effect."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from .projects import LOCKFILE, MANIFEST, make_project, run_check

Capture = pytest.CaptureFixture[str]
pytestmark = pytest.mark.usefixtures("simulated_linux")
only_posix = pytest.mark.skipif(sys.platform == "win32", reason="no pipe or device is a file there")

DIST_INFO = ".venv/lib/python3.12/site-packages/idna-3.10.dist-info"
PLACES = (
    *("pyproject.toml", "uv.lock", "uv.toml", ".python-version", ".venv/pyvenv.cfg"),
    *(f"{DIST_INFO}/{it}" for it in ("WHEEL", "direct_url.json", "uv_cache.json", "RECORD")),
)
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
EVIL = "gam\\u001b]0;PWNED\\u0007\\u001b[2J\\u202ema"


def replaced(folder: Path, place: str) -> Path:
    path = folder / place
    path.unlink(missing_ok=True)
    return path


@only_posix
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("options", [(), ("--files",)], ids=["check", "files"])
def test_a_pipe_in_place_of_a_file(
    capsys: Capture, tmp_path: Path, place: str, options: tuple[str, ...]
) -> None:
    make_project(tmp_path)
    os.mkfifo(replaced(tmp_path, place))
    assert run_check(capsys, tmp_path, *options).status in (0, 1, 2)


@only_posix
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("target", ["/dev/zero", "/dev/tty", "/dev/stdin", "/dev/full"])
def test_a_link_to_a_device(capsys: Capture, tmp_path: Path, place: str, target: str) -> None:
    make_project(tmp_path)
    replaced(tmp_path, place).symlink_to(target)
    assert run_check(capsys, tmp_path).status in (0, 1, 2)


def test_a_file_that_is_too_large(capsys: Capture, tmp_path: Path) -> None:
    make_project(tmp_path)
    with (tmp_path / "uv.lock").open("wb") as file:
        file.truncate((32 << 20) + 1)
    answer = run_check(capsys, tmp_path)
    assert answer.status == 2
    assert "it is larger than 32 MB" in answer.out


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("place", ["name", "requirement", "group"])
def test_control_characters(capsys: Capture, tmp_path: Path, place: str, form: str) -> None:
    make_project(tmp_path)
    if place == "name":
        (tmp_path / "uv.lock").write_text(LOCKFILE.replace('name = "idna"', f'name = "{EVIL}"'))
    if place == "requirement":
        (tmp_path / "pyproject.toml").write_text(MANIFEST.replace("idna>=3", EVIL))
    if place == "group":
        text = f'{MANIFEST}[dependency-groups]\n"{EVIL}" = ["idna"]\n'
        (tmp_path / "pyproject.toml").write_text(text)
    answer = run_check(capsys, tmp_path, "--format", form)
    assert answer.status in (1, 2)
    assert not CONTROL.search(answer.out + answer.err)
    assert "pwned" in answer.output.lower()


def chain(times: int) -> str:
    """Dependency groups in a chain; each includes the next one this many times."""
    include = '{ include-group = "g%d" },'
    groups = "".join(f"g{it} = [{(include % (it + 1)) * times}]\n" for it in range(400))
    return f"{MANIFEST}[dependency-groups]\n{groups}g400 = []\n"


@pytest.mark.parametrize(
    "manifest",
    [
        chain(1),
        chain(2),
        MANIFEST.replace(
            "idna>=3", "idna; " + " or ".join(f"python_version == '3.{it}'" for it in range(3000))
        ),
        MANIFEST.replace("idna>=3", f"idna>={'9' * 6000}"),
        f"{MANIFEST}x = {'[' * 5000}{']' * 5000}\n",
    ],
    ids=["a chain", "a doubling chain", "a marker", "a specifier", "nested arrays"],
)
def test_excessive_manifests(capsys: Capture, tmp_path: Path, manifest: str) -> None:
    make_project(tmp_path)
    (tmp_path / "pyproject.toml").write_text(manifest)
    answer = run_check(capsys, tmp_path)
    assert answer.status in (1, 2)
    assert "a bug" not in answer.err


def test_an_excessive_setting(capsys: Capture, tmp_path: Path) -> None:
    """The check leaves the decision to uv."""
    make_project(tmp_path)
    text = f'{MANIFEST}[tool.uv]\nrequired-version = ">={"9" * 6000}"\n'
    (tmp_path / "pyproject.toml").write_text(text)
    found = {
        it["code"] for it in run_check(capsys, tmp_path, "--format", "json").report["findings"]
    }
    assert found == {"lockfile-unsure"}


def test_an_excessive_version(capsys: Capture, tmp_path: Path) -> None:
    make_project(tmp_path)
    (tmp_path / "uv.lock").write_text(LOCKFILE.replace('"3.10"', f'"{"9" * 6000}"'))
    answer = run_check(capsys, tmp_path)
    assert answer.status in (1, 2)
    assert "a bug" not in answer.err


def test_a_member_pattern_for_the_whole_disk(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lockstep.project.member_folders._MOST_FOLDERS", 20)
    make_project(tmp_path)
    text = f'{MANIFEST}[tool.uv.workspace]\nmembers = ["**/*"]\n'
    (tmp_path / "pyproject.toml").write_text(text)
    for number in range(30):
        (tmp_path / f"f{number}").mkdir()
    answer = run_check(capsys, tmp_path)
    assert answer.status == 2
    assert "leads through more than 20 folders" in answer.err

"""`lockstep check --environment`: an environment without a project."""

from __future__ import annotations

from pathlib import Path

import pytest

from lockstep.cli.main import main
from tests.environments import make_dist_info, make_environment
from tests.json_schema import read_json

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    found = make_environment(tmp_path / "tool")
    make_dist_info(found, "idna-3.10")
    return found


def codes(capsys: Capture, folder: Path, *options: str) -> list[str]:
    """The codes of the findings, for an exit status that fits them."""
    command = ["check", "--environment", str(folder / "tool"), "--format", "json", *options]
    status = main(command)
    report = read_json(capsys.readouterr().out)
    assert report["in_step"] is (status == 0)
    assert (report["project"], report["lockfile"]) == ("", "")
    return [it["code"] for it in report["findings"]]


def test_a_sound_one(capsys: Capture, tmp_path: Path, packages: Path) -> None:
    assert packages.is_dir()
    assert codes(capsys, tmp_path) == []
    assert main(["check", "--environment", str(tmp_path / "tool")]) == 0
    assert ": sound\n" in capsys.readouterr().out


def test_a_damaged_package(capsys: Capture, tmp_path: Path, packages: Path) -> None:
    (packages / "idna-3.10.dist-info" / "RECORD").unlink()
    assert codes(capsys, tmp_path) == ["package-damaged"]
    assert main(["check", "--environment", str(tmp_path / "tool")]) == 1
    out = capsys.readouterr().out
    assert ": damaged\n" in out
    assert f"next: lockstep repair --environment {tmp_path / 'tool'}" in out


def test_a_package_twice_and_a_leftover(capsys: Capture, tmp_path: Path, packages: Path) -> None:
    make_dist_info(packages, "idna-3.9")
    (packages / "~dna").mkdir()
    assert codes(capsys, tmp_path) == ["package-duplicate", "removal-leftover"]


def test_an_incomplete_one(capsys: Capture, tmp_path: Path, packages: Path) -> None:
    assert packages.is_dir()
    (tmp_path / "tool" / "bin" / "python").unlink()
    assert "environment-incomplete" in codes(capsys, tmp_path)


@pytest.mark.parametrize("name", ["missing", "file"])
def test_none(capsys: Capture, tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")
    assert main(["check", "--environment", str(tmp_path / name)]) == 2
    assert f"{tmp_path / name} was not checked" in capsys.readouterr().err

"""Manifests and lockfiles that are missing, unreadable, folders, or not text."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import pytest

from tests.badinput.projects import LOCKFILE, MANIFEST, make_project, refused_check, run_check

pytestmark = pytest.mark.usefixtures("simulated_linux")
Capture = pytest.CaptureFixture[str]


def test_the_unchanged_project_is_in_step(capsys: Capture, tmp_path: Path) -> None:
    make_project(tmp_path)
    assert run_check(capsys, tmp_path).status == 0
    assert run_check(capsys, tmp_path, "--format", "json").report["in_step"] is True


def test_no_manifest(capsys: Capture, tmp_path: Path) -> None:
    words = refused_check(capsys, tmp_path)
    assert f"no pyproject.toml in {tmp_path} or above" in words
    assert "--project PATH" in words


def test_no_folder(capsys: Capture, tmp_path: Path) -> None:
    words = refused_check(capsys, tmp_path / "absent" / "deep")
    assert f"{tmp_path / 'absent' / 'deep'} does not exist" in words


@pytest.mark.parametrize("name", ["", "\0", "a\0b"])
def test_an_invalid_path(capsys: Capture, name: str) -> None:
    run_check(capsys, name)


def test_the_manifest_is_a_folder(capsys: Capture, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").mkdir()
    assert f"{tmp_path / 'pyproject.toml'} is a folder" in refused_check(capsys, tmp_path)


def test_the_lockfile_is_a_folder(capsys: Capture, tmp_path: Path) -> None:
    make_project(tmp_path)
    (tmp_path / "uv.lock").unlink()
    (tmp_path / "uv.lock").mkdir()
    words = refused_check(capsys, tmp_path)
    assert "it is a folder, not a file" in words
    assert "move it away" in words


@pytest.mark.parametrize(("name", "status"), [(".python-version", 0), ("uv.toml", 2)])
def test_an_optional_file_is_a_folder(
    capsys: Capture, tmp_path: Path, name: str, status: int
) -> None:
    """As in uv 0.13.8, which passes over the one and refuses the other."""
    make_project(tmp_path)
    (tmp_path / name).mkdir()
    assert run_check(capsys, tmp_path).status == status


@pytest.mark.parametrize("name", ["pyproject.toml", "uv.lock"])
def test_a_file_that_cannot_be_read(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    make_project(tmp_path)
    forbid(monkeypatch, name)
    words = refused_check(capsys, tmp_path)
    assert name in words
    assert "it cannot be read: permission denied" in words
    assert "make it readable" in words


def forbid(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Make `open` fail for a file of this name; file permissions do not apply to root."""
    really = builtins.open

    def guarded(path: Any, *arguments: Any, **options: Any) -> Any:
        if str(path).endswith(name):
            raise PermissionError(13, "Permission denied", path)
        return really(path, *arguments, **options)

    monkeypatch.setattr(builtins, "open", guarded)


@pytest.mark.parametrize("name", ["pyproject.toml", "uv.lock"])
@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_a_file_that_is_not_utf8(capsys: Capture, tmp_path: Path, name: str, encoding: str) -> None:
    make_project(tmp_path)
    path = tmp_path / name
    path.write_bytes((path.read_text() + "# größer\n").encode(encoding))
    words = refused_check(capsys, tmp_path)
    assert "not UTF-8: byte 0xf" in words
    assert "save it as UTF-8" in words


def test_an_empty_lockfile(capsys: Capture, tmp_path: Path) -> None:
    make_project(tmp_path)
    (tmp_path / "uv.lock").write_text("")
    words = refused_check(capsys, tmp_path)
    assert "it is not a lockfile of uv" in words


@pytest.mark.parametrize("name", ["pyproject.toml", "uv.lock"])
def test_conflict_markers(capsys: Capture, tmp_path: Path, name: str) -> None:
    make_project(tmp_path)
    path = tmp_path / name
    path.write_text(f"{path.read_text()}<<<<<<< ours\n=======\nx = 1\n>>>>>>> theirs\n")
    words = refused_check(capsys, tmp_path)
    assert "merge-conflict markers" in words
    assert "choose one side" in words


def test_a_lockfile_of_version_2(capsys: Capture, tmp_path: Path) -> None:
    make_project(tmp_path)
    (tmp_path / "uv.lock").write_text(LOCKFILE.replace("version = 1", "version = 2", 1))
    words = refused_check(capsys, tmp_path)
    assert "version 2 of uv.lock is not known" in words
    assert "install the Lockstep that knows it" in words


def test_a_manifest_without_a_project(capsys: Capture, tmp_path: Path) -> None:
    make_project(tmp_path)
    (tmp_path / "pyproject.toml").write_text("[tool.black]\nline-length = 100\n")
    assert run_check(capsys, tmp_path, "--format", "json").report["in_step"] is False


def test_every_prefix_of_the_manifest(capsys: Capture, tmp_path: Path) -> None:
    make_project(tmp_path)
    for length in range(len(MANIFEST) - 1):
        (tmp_path / "pyproject.toml").write_text(MANIFEST[:length])
        assert run_check(capsys, tmp_path).status in (1, 2)


def test_prefixes_of_the_lockfile(capsys: Capture, tmp_path: Path) -> None:
    make_project(tmp_path)
    entry = LOCKFILE.index("sdist")
    for length in range(0, entry, 7):
        (tmp_path / "uv.lock").write_text(LOCKFILE[:length])
        assert run_check(capsys, tmp_path).status in (1, 2)


def test_a_lockfile_of_20_megabytes(capsys: Capture, tmp_path: Path) -> None:
    make_project(tmp_path)
    wheel = f'    {{ url = "https://files.example/{"x" * 100}.whl", hash = "sha256:00" }},\n'
    big = (
        '\n[[package]]\nname = "big"\nversion = "1.0"\n'
        'source = { registry = "https://index.example/simple" }\n'
        f"wheels = [\n{wheel * 130_000}]\n"
    )
    (tmp_path / "uv.lock").write_text(LOCKFILE + big)
    assert (tmp_path / "uv.lock").stat().st_size > 20_000_000
    assert run_check(capsys, tmp_path).status == 0


def test_an_inline_array_of_pins_is_read(capsys: Capture, tmp_path: Path) -> None:
    make_project(tmp_path)
    pins = '[{ name = "app", version = "0.1.0", source = { virtual = "." } }]'
    (tmp_path / "uv.lock").write_text(
        f'version = 1\nrequires-python = ">=3.12"\npackage = {pins}\n'
    )
    report = run_check(capsys, tmp_path, "--format", "json").report
    assert [it["name"] for it in report["changes"]] == ["idna"]


def test_a_missing_folder_is_reported(capsys: Capture, tmp_path: Path) -> None:
    """The parent folder has a project, but it was not asked for."""
    make_project(tmp_path)
    answer = run_check(capsys, tmp_path / "nowhere")
    assert answer.status == 2
    assert f"{tmp_path / 'nowhere'} does not exist" in answer.output

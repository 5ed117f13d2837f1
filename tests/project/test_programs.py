"""Programs are found by absolute path, never in the workspace or the current folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from lockstep.environment.base_python import pythons_on_path
from lockstep.host.programs import find_program
from lockstep.model.python_request import parse_request
from lockstep.project.uv import target_python
from lockstep.project.uv.target_python import target_version

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="programs are scripts here")


def make_program(folder: Path, name: str = "tool-of-test", text: str = "exit 3") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def found(path: str, *avoid: Path) -> str:
    return find_program("tool-of-test", {"PATH": path}, [str(it) for it in avoid])


def test_the_first_program_on_path(tmp_path: Path) -> None:
    one, two = make_program(tmp_path / "one"), make_program(tmp_path / "two")
    assert found(f"{one.parent}{os.pathsep}{two.parent}") == str(one)
    one.chmod(0o644)
    assert found(f"{one.parent}{os.pathsep}{two.parent}") == str(two)
    assert found("") == ""


def test_never_in_the_workspace(tmp_path: Path) -> None:
    inside = make_program(tmp_path / "ws" / "bin")
    outside = make_program(tmp_path / "ws-tools")
    both = f"{inside.parent}{os.pathsep}{outside.parent}"
    assert found(both, tmp_path / "ws") == str(outside)
    (tmp_path / "link").symlink_to(tmp_path / "ws")
    assert found(str(tmp_path / "link" / "bin"), tmp_path / "ws") == ""


def test_never_through_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_program(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert found(f".{os.pathsep}{os.pathsep}x/..") == ""


def test_a_uv_of_the_workspace_is_never_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = tmp_path / "ran"
    for folder in (tmp_path / "ws", tmp_path / "ws" / ".venv" / "bin"):
        make_program(folder, "uv", f"touch {ran}")
    monkeypatch.chdir(tmp_path / "ws")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "ws" / ".venv" / "bin" / "python"))
    path = os.pathsep.join((str(tmp_path / "ws"), ".", str(tmp_path / "ws" / ".venv" / "bin")))
    assert target_version(None, (">=3.11",), str(tmp_path / "ws"), {"PATH": path}) == "3.11.0"
    assert not ran.exists()


def test_uv_runs_outside_of_the_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    uv = make_program(tmp_path / "tools", "uv", f'pwd > {tmp_path}/where; echo "$@ $PATH" >&2')
    monkeypatch.chdir(tmp_path)
    variables = {"PATH": f"{uv.parent}{os.pathsep}/usr/bin{os.pathsep}/bin"}
    target_version(None, (">=3.11",), str(tmp_path / "ws"), variables)
    where = (tmp_path / "where").read_text().strip()
    assert os.path.realpath(where) == os.path.realpath(uv.parent)


def test_the_answer_of_uv_is_used(tmp_path: Path) -> None:
    uv = make_program(tmp_path / "tools", "uv", "echo 3.12.9")
    variables = {"PATH": f"{uv.parent}{os.pathsep}/bin"}
    assert target_version(None, (), str(tmp_path / "ws"), variables) == "3.12.9"


@pytest.mark.usefixtures("simulated_linux")
@pytest.mark.parametrize(
    ("request_", "requires", "version"),
    [
        ("", (), "3.8.0"),
        ("", (">=3.11", "<3.13"), "3.11.0"),
        ("3.12", (), "3.12.0"),
        ("3.12", (">=3.13",), "3.13.0"),
    ],
)
def test_without_uv_the_lowest_fitting_python_is_used(
    request_: str, requires: tuple[str, ...], version: str
) -> None:
    request = parse_request(request_) if request_ else None
    assert target_python.target_version(request, requires, "/ws", {}) == version


def test_pythons_on_path_are_never_run(tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    make_program(tmp_path / "base" / "bin", "python3", f"touch {ran}")
    include = tmp_path / "base" / "include" / "python3.11"
    include.mkdir(parents=True)
    (include / "patchlevel.h").write_text('#define PY_VERSION "3.11.9"\n')
    assert list(pythons_on_path([str(tmp_path / "base" / "bin"), "/nowhere"])) == ["3.11.9"]
    assert not ran.exists()

"""The state of the environment's folder: sound, partial, foreign, or missing."""

from __future__ import annotations

import os
import shutil
import site
import sys
from pathlib import Path

import pytest

from lockstep.environment.interpreter import implementation, marker_environment
from lockstep.environment.location import environment_path
from lockstep.environment.state import look_at
from tests.environments import make_environment, make_windows_environment, uv_cfg
from tests.machines import LINUX

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")


def test_a_sound_environment(tmp_path: Path) -> None:
    packages = make_environment(tmp_path / ".venv")
    found = look_at(str(tmp_path / ".venv"))
    assert (found.state, found.version, found.base_gone) == ("sound", "3.12.1", "")
    assert found.site_packages == (str(packages),)


def test_the_windows_layout(tmp_path: Path) -> None:
    cfg = "home = C:\\Python312\nversion = 3.12.1\n"
    packages = make_windows_environment(tmp_path / ".venv", cfg)
    found = look_at(str(tmp_path / ".venv"))
    assert (found.state, found.version) == ("sound", "3.12.1")
    assert found.site_packages == (str(packages),)


@pytest.mark.parametrize(
    ("gone", "reason"),
    [
        (["pyvenv.cfg"], "pyvenv.cfg is gone"),
        (["bin"], "the interpreter is gone"),
        (["lib"], "site-packages is gone"),
        (["bin", "lib"], "the interpreter and site-packages are gone"),
        (["pyvenv.cfg", "bin"], "pyvenv.cfg and the interpreter are gone"),
    ],
)
def test_a_partial_environment(tmp_path: Path, gone: list[str], reason: str) -> None:
    make_environment(tmp_path / ".venv")
    for name in gone:
        path = tmp_path / ".venv" / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    found = look_at(str(tmp_path / ".venv"))
    assert (found.state, found.reason) == ("incomplete", reason)


def test_folders_and_files_that_are_no_environment(tmp_path: Path) -> None:
    folder = tmp_path / ".venv"
    assert look_at(str(folder)).state == "missing"
    folder.mkdir()
    assert look_at(str(folder)).state == "empty"
    (folder / "thesis.txt").write_text("years of work")
    assert look_at(str(folder)).state == "foreign"
    shutil.rmtree(folder)
    folder.write_text("/elsewhere/environment\n")
    assert look_at(str(folder)).state == "file"


@pytest.mark.parametrize("file", ["lib/python3.12/os.py", "Lib/os.py", "pyproject.toml"])
def test_a_partial_environment_with_other_files_is_foreign(tmp_path: Path, file: str) -> None:
    make_environment(tmp_path / "usr")
    (tmp_path / "usr" / "pyvenv.cfg").unlink()
    assert look_at(str(tmp_path / "usr")).state == "incomplete"
    (tmp_path / "usr" / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "usr" / file).write_text("")
    assert look_at(str(tmp_path / "usr")).state == "foreign"


@pytest.mark.parametrize("home", [".local", ".", "a-user"])
def test_a_user_s_installation_is_no_partial_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: str
) -> None:
    make_environment(tmp_path)
    (tmp_path / "pyvenv.cfg").unlink()
    shutil.rmtree(tmp_path / "bin")
    name, value = ("PYTHONUSERBASE", tmp_path) if home == ".local" else ("HOME", tmp_path / home)
    monkeypatch.setenv(name, str(value))
    monkeypatch.setenv("USERPROFILE", str(value))
    monkeypatch.setattr(site, "USER_BASE", None)
    found = look_at(str(tmp_path))
    assert (found.state, found.reason) == ("foreign", "it is or contains a home folder")


@needs_links
def test_links(tmp_path: Path) -> None:
    (tmp_path / "dangling").symlink_to("nowhere")
    assert look_at(str(tmp_path / "dangling")).state == "missing"
    make_environment(tmp_path / "real")
    (tmp_path / "linked").symlink_to("real")
    assert look_at(str(tmp_path / "linked")).state == "sound"


@needs_links
def test_a_linked_lib64_is_read_once(tmp_path: Path) -> None:
    packages = make_environment(tmp_path)
    (tmp_path / "lib64").symlink_to("lib")
    assert look_at(str(tmp_path)).site_packages == (str(packages),)


@pytest.mark.parametrize("base_has_it", [True, False])
def test_lib64_is_read_if_the_base_python_has_one(tmp_path: Path, *, base_has_it: bool) -> None:
    base, environment = tmp_path / "base", tmp_path / "env"
    (base / "bin").mkdir(parents=True)
    packages = make_environment(environment)
    cfg = environment / "pyvenv.cfg"
    cfg.write_text(f"home = {base / 'bin'}\nversion_info = 3.12.1\n")
    platlib = environment / "lib64" / "python3.12" / "site-packages"
    platlib.mkdir(parents=True)
    if base_has_it:
        (base / "lib64" / "python3.12").mkdir(parents=True)
    more = (str(platlib),) if base_has_it else ()
    assert look_at(str(environment)).site_packages == (str(packages), *more)


def test_a_windows_layout_beside_a_posix_layout(tmp_path: Path) -> None:
    packages = make_environment(tmp_path)
    (tmp_path / "Scripts").mkdir()
    (tmp_path / "Scripts" / "python.exe").write_bytes(b"MZ")
    (tmp_path / "Lib" / "site-packages").mkdir(parents=True)
    assert look_at(str(tmp_path)).site_packages == (str(packages),)


@needs_links
def test_only_the_library_of_another_version(tmp_path: Path) -> None:
    make_environment(tmp_path / "env")
    (tmp_path / "python3.12").write_bytes(b"")
    (tmp_path / "python3.12").chmod(0o755)
    (tmp_path / "env/bin/python").unlink()
    (tmp_path / "env/bin/python").symlink_to(tmp_path / "python3.12")
    (tmp_path / "env/lib/python3.12").rename(tmp_path / "env/lib/python3.11")
    found = look_at(str(tmp_path / "env"))
    assert (found.state, found.reason) == ("incomplete", "site-packages is gone")


def test_only_the_library_of_its_own_version_is_read(tmp_path: Path) -> None:
    packages = make_environment(tmp_path)
    (tmp_path / "lib" / "python3.11" / "site-packages").mkdir(parents=True)
    assert look_at(str(tmp_path)).site_packages == (str(packages),)


@needs_links
def test_a_missing_base_python(tmp_path: Path) -> None:
    make_environment(tmp_path)
    (tmp_path / "bin" / "python").unlink()
    (tmp_path / "bin" / "python").symlink_to(tmp_path / "gone" / "python3.12")
    found = look_at(str(tmp_path))
    assert found.state == "sound"
    assert found.base_gone == str((tmp_path / "gone" / "python3.12").resolve())


@pytest.mark.parametrize(
    ("include", "header", "version"),
    [
        ("include/python3.12", "3.12.9", "3.12.9"),
        ("include/python3.12", "3.12.0rc2", "3.12.0rc2"),
        ("include/python3.12", "3.12.0a1+", "3.12.0a1"),
        ("include/python3.12t", "3.12.3", "3.12.3"),
        ("include", "3.12.5", "3.12.5"),
        ("include", "3.11.5", "3.12.1"),
    ],
)
def test_the_version_is_read_from_the_base(
    tmp_path: Path, include: str, header: str, version: str
) -> None:
    folder = tmp_path / "base" / include
    folder.mkdir(parents=True)
    (folder / "patchlevel.h").write_text(f'/* x */\n#define PY_VERSION      \t"{header}"\n')
    cfg = uv_cfg("3.12.1").replace("/nowhere", str(tmp_path / "base"))
    make_environment(tmp_path / ".venv", cfg=cfg)
    found = look_at(str(tmp_path / ".venv"))
    assert (found.version, found.made_with) == (version, "3.12.1")


@pytest.mark.parametrize(
    ("cfg", "library", "spelled"),
    [
        (uv_cfg("3.12.1"), "python3.12", "CPython"),
        ("home = /x\nversion = 3.10.1\n", "pypy3.10", "PyPy"),
        ("home = /opt/graalpy-24/bin\nversion = 3.10.1\n", "python3.10", "GraalVM"),
        ("home = /x\nversion = 3.10.1\nimplementation = graalpy\n", "python3.10", "GraalVM"),
    ],
)
def test_the_implementation(tmp_path: Path, cfg: str, library: str, spelled: str) -> None:
    make_environment(tmp_path, cfg=cfg)
    (tmp_path / "lib" / "python3.12").rename(tmp_path / "lib" / library)
    found = look_at(str(tmp_path))
    assert implementation(found) == spelled
    values = marker_environment(found, LINUX).values()
    assert values["platform_python_implementation"] == spelled
    assert values["python_full_version"] == found.version
    assert len(values) == 11


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, ".venv"),
        ({"UV_PROJECT_ENVIRONMENT": ""}, ".venv"),
        ({"VIRTUAL_ENV": "/x"}, ".venv"),
        ({"UV_PROJECT_ENVIRONMENT": "a/../b"}, "b"),
    ],
)
def test_the_path_of_the_environment(
    tmp_path: Path, variables: dict[str, str], expected: str
) -> None:
    assert environment_path(str(tmp_path), variables) == str(tmp_path / expected)
    elsewhere = str(tmp_path / "elsewhere")
    assert environment_path("x", {"UV_PROJECT_ENVIRONMENT": elsewhere}) == elsewhere


def test_an_environment_that_vanishes_during_a_scan_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_: object) -> list[str]:
        raise FileNotFoundError(2, "No such file or directory")

    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(os, "listdir", gone)
    assert look_at(str(tmp_path / ".venv")).state == "missing"

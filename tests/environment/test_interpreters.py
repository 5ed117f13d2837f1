"""An interpreter that cannot run here, or is another Python: detected without running it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from lockstep import host
from lockstep.environment.interpreter import is_python_of
from lockstep.environment.state import look_at
from tests.environments import make_environment, make_windows_environment, uv_cfg
from tests.machines import LINUX, MAC, WINDOWS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and rights of POSIX")

ELF = b"\x7fELF\x02\x01\x01" + b"\0" * 9 + b"\x02\x00"
ELF_ARM = ELF + b"\xb7\x00" + b"\0" * 44
ELF_INTEL = ELF + b"\x3e\x00" + b"\0" * 44


@pytest.fixture(autouse=True)
def linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host, "machine", lambda: LINUX)


@pytest.mark.parametrize(
    ("content", "mode", "reason"),
    [
        (b"", 0o644, "it is not executable"),
        (b"#!/bin/sh\nexit 3\n", 0o755, ""),
        (ELF_ARM, 0o755, "it is built for aarch64, and this machine is x86_64"),
        (b"MZ\0\0", 0o755, "it is a program for Windows"),
        (b"\xcf\xfa\xed\xfe", 0o755, "it is a program for macOS"),
        (ELF_INTEL, 0o755, ""),
        (b"", 0o755, ""),
    ],
)
def test_interpreters_that_cannot_be_run(
    tmp_path: Path, content: bytes, mode: int, reason: str
) -> None:
    make_environment(tmp_path)
    (tmp_path / "bin/python").write_bytes(content)
    (tmp_path / "bin/python").chmod(mode)
    found = look_at(str(tmp_path))
    reported = f"its interpreter cannot be run: {reason}" if reason else ""
    assert (found.state, found.reason) == ("incomplete" if reason else "sound", reported)


def test_a_base_may_be_a_script(tmp_path: Path) -> None:
    make_environment(tmp_path / "env")
    (tmp_path / "wrapper").write_text("#!/bin/sh\n")
    (tmp_path / "wrapper").chmod(0o755)
    (tmp_path / "env/bin/python").unlink()
    (tmp_path / "env/bin/python").symlink_to(tmp_path / "wrapper")
    assert look_at(str(tmp_path / "env")).state == "sound"


def test_an_interpreter_for_another_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_windows_environment(tmp_path / "windows", "home = C:\\Python312\nversion = 3.12.1\n")
    make_environment(tmp_path / "posix", cfg=uv_cfg("3.12.1"))
    assert look_at(str(tmp_path / "windows")).made_for == "Windows"
    assert look_at(str(tmp_path / "posix")).made_for == ""
    monkeypatch.setattr(host, "machine", lambda: MAC)
    assert look_at(str(tmp_path / "windows")).made_for == "Windows"
    monkeypatch.setattr(host, "machine", lambda: WINDOWS)
    (tmp_path / "posix/bin/python").unlink()
    (tmp_path / "posix/bin/python").symlink_to("/usr/bin/python3.12-of-linux")
    found = look_at(str(tmp_path / "posix"))
    assert (found.state, found.made_for, found.base_gone) == ("sound", "Linux or macOS", "")


def test_a_missing_base_on_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host, "machine", lambda: WINDOWS)
    gone = tmp_path / "gone"
    make_windows_environment(tmp_path / "env", f"home = {gone}\nversion = 3.12.1\n")
    assert look_at(str(tmp_path / "env")).base_gone == str(gone)
    gone.mkdir()
    assert look_at(str(tmp_path / "env")).base_gone == ""


def _installation(folder: Path, version: str) -> Path:
    minor = version.rpartition(".")[0]
    header = folder / "include" / f"python{minor}" / "patchlevel.h"
    header.parent.mkdir(parents=True)
    header.write_text(f'#define PY_VERSION "{version}"\n')
    program = folder / "bin" / f"python{minor}"
    program.parent.mkdir()
    program.write_text("")
    program.chmod(0o755)
    return program


def test_a_link_to_another_python(tmp_path: Path) -> None:
    one = _installation(tmp_path / "one", "3.12.1")
    other = _installation(tmp_path / "other", "3.13.0")
    cfg = f"home = {one.parent}\nversion_info = 3.12.1\n"
    make_environment(tmp_path / "env", cfg=cfg)
    interpreter = tmp_path / "env/bin/python"
    for program, version in ((one, "3.12.1"), (other, "3.13.0")):
        interpreter.unlink()
        interpreter.symlink_to(program)
        found = look_at(str(tmp_path / "env"))
        assert (found.version, found.made_with) == (version, "3.12.1")
        assert is_python_of(str(program), found)
        assert not is_python_of(str(tmp_path / "nothing"), found)
        assert is_python_of(str(tmp_path / "env"), found)
